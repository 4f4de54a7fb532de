# OAuth 2.0 with a browser: the authorization code grant with PKCE, and tokens renewed with the refresh token.
{
  title: 'OAuth 2.0 with a browser',

  connection: {
    fields: [
      {
        name: 'client_id',
        hint: "Of the app that you registered at the bookshop, with wkt's redirect URL: " \
              'http://localhost:45555/oauth/callback',
        optional: false
      },
      { name: 'client_secret', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'oauth2',

      client_id: ->(connection) { connection['client_id'] },
      client_secret: ->(connection) { connection['client_secret'] },

      # The browser goes there; client_id, redirect_uri, state and the challenge are added.
      authorization_url: lambda do |_connection|
        'https://bookshop.example/oauth/authorize?response_type=code&scope=books'
      end,

      # The code is exchanged there, and each refresh token.
      token_url: ->(_connection) { 'https://bookshop.example/oauth/token' },

      pkce: lambda do |verifier, challenge|
        { verifier: verifier, challenge: challenge, challenge_method: 'S256' }
      end,

      refresh_on: [401],

      apply: lambda do |_connection, access_token|
        headers(Authorization: "Bearer #{access_token}")
      end,

      # Shown beside the connection: whose it is.
      identity: ->(_connection) { get('/me')['user'] }
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}

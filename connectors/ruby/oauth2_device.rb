# OAuth 2.0 with a code that you enter in a browser anywhere: the device flow, chosen by `wkt connect --device`.
{
  title: 'OAuth 2.0 device flow',

  connection: {
    fields: [
      { name: 'client_id', hint: 'Of the app that you registered at the bookshop', optional: false },
      { name: 'client_secret', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'oauth2',

      client_id: ->(connection) { connection['client_id'] },
      client_secret: ->(connection) { connection['client_secret'] },

      # The platform knows only this way; the scope counts for both.
      authorization_url: lambda do |_connection|
        'https://bookshop.example/oauth/authorize?response_type=code&scope=books'
      end,

      # Gives the code; the platform passes over the key.
      device_authorization_url: ->(_connection) { 'https://bookshop.example/oauth/device_authorization' },

      # Asked until the code was entered, and later with the refresh token.
      token_url: ->(_connection) { 'https://bookshop.example/oauth/token' },

      refresh_on: [401],

      apply: lambda do |_connection, access_token|
        headers(Authorization: "Bearer #{access_token}")
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}

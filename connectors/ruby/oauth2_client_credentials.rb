# OAuth 2.0 client credentials: the app acts for itself, and nobody signs in.
{
  title: 'OAuth 2.0 client credentials',

  connection: {
    fields: [
      { name: 'client_id', optional: false },
      { name: 'client_secret', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'oauth2',

      # The second token is got as the first was: there is no refresh token.
      acquire: ->(connection) { [call('token', connection), nil, nil] },
      refresh: ->(connection) { call('token', connection) },

      refresh_on: [401],

      apply: lambda do |_connection, access_token|
        headers(Authorization: "Bearer #{access_token}")
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') },

  methods: {
    token: lambda do |connection|
      reply = post('https://bookshop.example/oauth/token')
              .payload(grant_type: 'client_credentials', scope: 'books')
              .user(connection['client_id'])
              .password(connection['client_secret'])
              .request_format_www_form_urlencoded

      # With expires_in, wkt renews the token before it runs out.
      { access_token: reply['access_token'], expires_in: reply['expires_in'] }
    end
  }
}

# OAuth 2.0 password grant, for services that still have nothing better; then the refresh token is used.
{
  title: 'OAuth 2.0 password grant',

  connection: {
    fields: [
      { name: 'client_id', optional: false },
      { name: 'client_secret', control_type: 'password', optional: false },
      { name: 'user', hint: 'The name you sign in with', optional: false },
      { name: 'password', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'oauth2',

      acquire: lambda do |connection|
        grant = { grant_type: 'password', username: connection['user'], password: connection['password'] }
        # Tokens, the owner of the connection, more settings.
        [call('tokens', connection, grant), connection['user'], nil]
      end,

      refresh: lambda do |connection, refresh_token|
        call('tokens', connection, { grant_type: 'refresh_token', refresh_token: refresh_token })
      end,

      refresh_on: [401],

      apply: lambda do |_connection, access_token|
        headers(Authorization: "Bearer #{access_token}")
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') },

  methods: {
    tokens: lambda do |connection, grant|
      reply = post('https://bookshop.example/oauth/token')
              .payload(grant)
              .payload(client_id: connection['client_id'], client_secret: connection['client_secret'])
              .request_format_www_form_urlencoded

      # Each refresh token is good once; the new one takes its place.
      { access_token: reply['access_token'], refresh_token: reply['refresh_token'] }
    end
  }
}

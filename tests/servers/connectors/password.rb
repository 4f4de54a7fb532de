{
  title: 'Password grant',
  connection: {
    fields: [
      { name: 'server' },
      { name: 'client_id' },
      { name: 'client_secret', control_type: 'password' },
      { name: 'login' },
      { name: 'password', control_type: 'password' }
    ],
    authorization: {
      type: 'oauth2',
      client_id: ->(connection) { connection['client_id'] },
      client_secret: ->(connection) { connection['client_secret'] },
      acquire: lambda do |connection|
        got = post('/token').payload(
          grant_type: 'password', username: connection['login'], password: connection['password'], scope: 'openid',
          client_id: connection['client_id'], client_secret: connection['client_secret']
        ).request_format_www_form_urlencoded
        [{ access_token: got['access_token'], refresh_token: got['refresh_token'] }]
      end,
      token_url: ->(connection) { "#{connection['server']}/token" },
      refresh_on: [401],
      apply: ->(_connection, access_token) { headers('Authorization' => "Bearer #{access_token}") }
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/me') }
}

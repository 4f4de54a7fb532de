{
  title: 'A code that is entered elsewhere',
  connection: {
    fields: [{ name: 'server' }, { name: 'client_id' }, { name: 'client_secret', control_type: 'password' }],
    authorization: {
      type: 'oauth2',
      client_id: ->(connection) { connection['client_id'] },
      client_secret: ->(connection) { connection['client_secret'] },
      device_authorization_url: lambda do |connection|
        "#{connection['server']}/device/auth?scope=openid+offline_access"
      end,
      token_url: ->(connection) { "#{connection['server']}/token" },
      refresh_on: [401],
      apply: ->(_connection, access_token) { headers('Authorization' => "Bearer #{access_token}") }
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/me') }
}

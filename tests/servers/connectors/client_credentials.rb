{
  title: 'Client credentials',
  connection: {
    fields: [{ name: 'server' }, { name: 'client_id' }, { name: 'client_secret', control_type: 'password' }],
    authorization: {
      type: 'custom_auth',
      acquire: lambda do |connection|
        {
          access_token: post('/token').payload(
            grant_type: 'client_credentials', client_id: connection['client_id'],
            client_secret: connection['client_secret'], scope: 'reports'
          ).request_format_www_form_urlencoded['access_token']
        }
      end,
      refresh_on: [401],
      apply: ->(connection) { headers('Authorization' => "Bearer #{connection['access_token']}") }
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/api/me') }
}

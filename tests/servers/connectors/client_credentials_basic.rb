{
  title: 'Client credentials, the client in a header',
  connection: {
    fields: [{ name: 'server' }, { name: 'client_id' }, { name: 'client_secret', control_type: 'password' }],
    authorization: {
      type: 'custom_auth',
      acquire: lambda do |connection|
        asked = post('/token').payload(grant_type: 'client_credentials', scope: 'reports').
                request_format_www_form_urlencoded.
                user(connection['client_id']).password(connection['client_secret'])
        { access_token: asked['access_token'] }
      end,
      refresh_on: [401],
      apply: ->(connection) { headers('Authorization' => "Bearer #{connection['access_token']}") }
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/api/me') }
}

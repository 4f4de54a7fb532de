{
  title: 'Code with PKCE, the client in a header',
  connection: {
    fields: [{ name: 'server' }, { name: 'client_id' }, { name: 'client_secret', control_type: 'password' }],
    authorization: {
      type: 'oauth2',
      client_id: ->(connection) { connection['client_id'] },
      client_secret: ->(connection) { connection['client_secret'] },
      authorization_url: lambda do |connection|
        "#{connection['server']}/auth?response_type=code&prompt=consent&scope=openid%20offline_access"
      end,
      pkce: ->(verifier, challenge) { { verifier: verifier, challenge: challenge } },
      acquire: lambda do |connection, code, redirect_uri, verifier|
        got = post('/token').payload(grant_type: 'authorization_code', code: code, redirect_uri: redirect_uri,
                                     code_verifier: verifier).
              request_format_www_form_urlencoded.
              user(connection['client_id']).password(connection['client_secret'])
        [{ access_token: got['access_token'], refresh_token: got['refresh_token'] }, nil, { region: 'eu' }]
      end,
      refresh: lambda do |connection, refresh_token|
        got = post('/token').payload(grant_type: 'refresh_token', refresh_token: refresh_token).
              request_format_www_form_urlencoded.
              user(connection['client_id']).password(connection['client_secret'])
        { access_token: got['access_token'], refresh_token: got['refresh_token'] }
      end,
      refresh_on: [401],
      apply: ->(_connection, access_token) { headers('Authorization' => "Bearer #{access_token}") }
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/me') }
}

{
  title: 'Code with PKCE',
  connection: {
    fields: [
      { name: 'server', hint: 'Such as https://login.example.com' },
      { name: 'client_id' },
      { name: 'client_secret', control_type: 'password' }
    ],
    authorization: {
      type: 'oauth2',
      client_id: ->(connection) { connection['client_id'] },
      client_secret: ->(connection) { connection['client_secret'] },
      authorization_url: lambda do |connection|
        "#{connection['server']}/auth?response_type=code&prompt=consent&scope=openid%20offline_access%20reports"
      end,
      token_url: ->(connection) { "#{connection['server']}/token" },
      pkce: lambda do |verifier, challenge|
        { verifier: verifier, challenge: challenge, challenge_method: 'S256' }
      end,
      refresh_on: [401],
      apply: ->(_connection, access_token) { headers('Authorization' => "Bearer #{access_token}") }
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/me') }
}

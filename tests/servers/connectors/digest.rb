{
  title: 'Digest',
  connection: {
    fields: [{ name: 'server' }, { name: 'login' }, { name: 'password', control_type: 'password' }],
    authorization: {
      type: 'basic_auth',
      apply: lambda do |connection|
        user(connection['login'])
        password(connection['password'])
        digest_auth
      end
    },
    base_uri: ->(connection) { connection['server'] }
  },
  test: -> { get('/md5/me.json').params(q: 'a b&ü') }
}

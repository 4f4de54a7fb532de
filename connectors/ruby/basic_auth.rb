# HTTP Basic authentication (RFC 7617): user and password go along with every request.
{
  title: 'Basic authentication',

  connection: {
    fields: [
      { name: 'user', hint: 'The name you sign in with', optional: false },
      { name: 'password', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'basic_auth',

      # They are joined with a colon and go into the Authorization header in Base64.
      apply: lambda do |connection|
        user(connection['user'])
        password(connection['password'])
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') },

  actions: {
    search_books: {
      title: 'Search books',
      input_fields: ->(_definitions) { [{ name: 'author', optional: false }] },
      execute: ->(_connection, input) { { books: get('/books', author: input['author'])['data'] } },
      output_fields: lambda do |definitions|
        [{ name: 'books', type: 'array', of: 'object', properties: definitions['book'] }]
      end
    }
  },

  object_definitions: {
    book: { fields: ->(_connection) { [{ name: 'id' }, { name: 'title' }, { name: 'author' }] } }
  }
}

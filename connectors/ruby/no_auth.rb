# No authorization: what everybody may read.
{
  title: 'No authorization',

  connection: {
    # No secrets and nothing to sign; what all requests share may still be asked for.
    fields: [
      {
        name: 'page_size',
        hint: 'How many books a reply has at most',
        control_type: 'integer',
        default: 20,
        optional: true
      }
    ],

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/public/books', limit: 1) },

  actions: {
    search_books: {
      title: 'Search books',
      input_fields: ->(_definitions) { [{ name: 'author', optional: false }] },
      execute: lambda do |connection, input|
        found = get('/public/books').params(author: input['author'], limit: connection['page_size'])
        { total: found['pagination']['total'], books: found['data'] }
      end,
      output_fields: lambda do |_definitions|
        [
          { name: 'total', type: 'integer' },
          { name: 'books', type: 'array', of: 'object', properties: [{ name: 'id' }, { name: 'title' }] }
        ]
      end
    }
  }
}

# Speaks XML-RPC by Ruby's xmlrpc library, and says on which port.
require 'webrick'
require 'xmlrpc/server'

servlet = XMLRPC::WEBrickServlet.new
servlet.add_handler('echo') { |value| value }
servlet.add_handler('typeOf') { |value| value.class.name }
servlet.add_handler('size') { |value| value.size }
servlet.add_handler('reversed') { |value| XMLRPC::Base64.new(value.b.reverse) }
servlet.add_handler('fail') { |code, text| raise XMLRPC::FaultException.new(code, text) }
servlet.add_handler('natives') do
  {
    'string' => "Grüße & <Küsse>\n😀",
    'empty' => '',
    'int' => -2_147_483_648,
    'double' => 0.1,
    'small' => 1e-10,
    'true' => true,
    'false' => false,
    'date' => XMLRPC::DateTime.new(1998, 7, 17, 14, 8, 55),
    'bytes' => XMLRPC::Base64.new((0..255).to_a.pack('C*')),
    'array' => [1, 'two', [3.5], {}],
    'struct' => { 'a b' => { 'é' => [] } }
  }
end

server = WEBrick::HTTPServer.new(
  BindAddress: '127.0.0.1',
  Port: 0,
  Logger: WEBrick::Log.new(File::NULL),
  AccessLog: [],
  StartCallback: -> { $stdout.puts("listening on #{server.config[:Port]}"); $stdout.flush }
)
server.mount('/', servlet)
server.start

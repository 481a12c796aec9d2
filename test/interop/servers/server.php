<?php
// Speaks XML-RPC by PHP's xmlrpc extension; `php -S` calls this file for each request.
function typed(string $text, string $type)
{
    xmlrpc_set_type($text, $type);
    return $text;
}

function natives(): array
{
    return [
        'string' => "Grüße & <Küsse>\n😀",
        'empty' => '',
        'int' => -2147483648,
        'double' => 0.125,
        'true' => true,
        'false' => false,
        'date' => typed('19980717T14:08:55', 'datetime'),
        'bytes' => typed(implode('', array_map('chr', range(0, 255))), 'base64'),
        'array' => [1, 'two', [3.5]],
        'struct' => ['a b' => ['é' => []]],
    ];
}

$server = xmlrpc_server_create();
$methods = [
    'echo' => fn ($name, $params) => $params[0],
    'typeOf' => fn ($name, $params) => xmlrpc_get_type($params[0]),
    'size' => fn ($name, $params) => strlen($params[0]),
    'reversed' => fn ($name, $params) => typed(strrev($params[0]->scalar), 'base64'),
    'fail' => fn ($name, $params) => ['faultCode' => $params[0], 'faultString' => $params[1]],
    'natives' => fn () => natives(),
];
foreach ($methods as $name => $method) {
    xmlrpc_server_register_method($server, $name, $method);
}
header('Content-Type: text/xml');
echo xmlrpc_server_call_method($server, file_get_contents('php://input'), null, ['encoding' => 'utf-8', 'escaping' => ['markup']]);

# Speaks XML-RPC by RPC::XML, and says on which port.
use strict;
use warnings;
use utf8;
use RPC::XML;
use RPC::XML::Server;

$RPC::XML::ENCODING = 'utf-8';
$SIG{PIPE} = 'IGNORE';
$| = 1;

# The library hands its methods plain scalars, which no longer know their type; these get the typed values.
package TypedMethod;
sub call { my ($self, $server, @args) = @_; return $self->{code}->(@args) }

package TypedServer;
our @ISA = ('RPC::XML::Server');
my %methods = (
    echo     => sub { $_[0] },
    typeOf   => sub { RPC::XML::string->new($_[0]->type) },
    size     => sub { RPC::XML::int->new(length $_[0]->value) },
    reversed => sub { RPC::XML::base64->new(scalar reverse $_[0]->value) },
    fail     => sub { RPC::XML::fault->new($_[0]->value, $_[1]->value) },
    natives  => sub {
        RPC::XML::struct->new(
            string => RPC::XML::string->new("Grüße & <Küsse>\n😀"),
            empty  => RPC::XML::string->new(''),
            int    => RPC::XML::int->new(-2147483648),
            double => RPC::XML::double->new(0.1),
            small  => RPC::XML::double->new(1e-10),
            true   => RPC::XML::boolean->new(1),
            false  => RPC::XML::boolean->new(0),
            date   => RPC::XML::datetime_iso8601->new('19980717T14:08:55'),
            bytes  => RPC::XML::base64->new(join '', map { chr } 0 .. 255),
            array  => RPC::XML::array->new(
                RPC::XML::int->new(1), RPC::XML::string->new('two'),
                RPC::XML::array->new(RPC::XML::double->new(3.5)), RPC::XML::struct->new(),
            ),
            struct => RPC::XML::struct->new(
                'a b' => RPC::XML::struct->new('é' => RPC::XML::array->new()),
            ),
        )
    },
);
sub get_method { my ($self, $name) = @_; return bless { code => $methods{$name} }, 'TypedMethod' }

package main;
my $server = TypedServer->new(host => '127.0.0.1', port => 0);
die $server if !ref $server;
print 'listening on ', $server->{__daemon}->sockport, "\n";
$server->server_loop;

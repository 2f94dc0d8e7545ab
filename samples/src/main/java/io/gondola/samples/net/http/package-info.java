/** An HTTP/1.1 server and client, a goroutine per connection, on the parsers of Apache HttpCore. */
package io.gondola.samples.net.http;

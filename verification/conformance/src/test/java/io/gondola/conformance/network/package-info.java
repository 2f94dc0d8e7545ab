/**
 * Random scripts of network operations, run by Go, by real sockets and by the virtual network of the explorer. Begin
 * with {@link io.gondola.conformance.network.GoScripts}, which compares what each of them says.
 */
package io.gondola.conformance.network;

/** Go's {@code net}: TCP, UDP, TLS and names, a goroutine per connection. */
@SuppressWarnings("module") // the sister module below is built later
module io.gondola.net {
    requires transitive io.gondola.sync;
    requires io.gondola.scheduler;
    requires static transitive org.jspecify;
    requires static jdk.net; // for the intervals of keep-alive
    requires static com.google.errorprone.annotations;

    exports io.gondola.net;
    exports io.gondola.net.transport to
            io.gondola.testkit;

    uses io.gondola.net.NetworkProvider;
}

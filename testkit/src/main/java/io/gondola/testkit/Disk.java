package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.testkit.net.VirtualNetworks;
import io.vavr.control.Option;
import java.util.Objects;

/** What of a host survives its crash: {@link Testing#disk}. */
@CheckReturnValue
public final class Disk {
    private final String host;

    Disk(String host) {
        this.host = host;
    }

    /** Yields what was last written to the file {@code name}; none if nothing was. */
    public Go<Option<byte[]>> read(String name) {
        return VirtualNetworks.diskRead(host, Objects.requireNonNull(name, "name"));
    }

    /** Replaces the file {@code name}. A crash may lose it as long as it is not {@linkplain #sync synced}. */
    public Go<Unit> write(String name, byte[] bytes) {
        return VirtualNetworks.diskWrite(
                host, Objects.requireNonNull(name, "name"), Objects.requireNonNull(bytes, "bytes"));
    }

    /** Makes what was written so far survive a crash. */
    public Go<Unit> sync() {
        return VirtualNetworks.diskSync(host);
    }
}

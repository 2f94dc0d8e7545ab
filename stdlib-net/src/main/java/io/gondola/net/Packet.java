package io.gondola.net;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A datagram. Two are equal only if they share their array.
 *
 * @param address whom it came from, or goes to
 * @param data its bytes, shared and not copied
 */
@SuppressWarnings("ArrayRecordComponent") // as the contract has it
public record Packet(InetSocketAddress address, byte[] data) {
    public Packet {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(data, "data");
    }
}

package io.gondola.pipeline.kafka;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** A member of a group, for lanes without a consumer. */
final class FixedGroup implements Group {
    private final boolean transactional;

    /** How often a lane had room again. */
    int lowered;

    /** What happens in the group just before somebody asks for its metadata. */
    Runnable beforeMetadata = () -> {};

    FixedGroup(boolean transactional) {
        this.transactional = transactional;
    }

    @Override
    public void lowered() {
        lowered++;
    }

    @Override
    public void expectsDone() {
        // nobody asks
    }

    @Override
    @SuppressWarnings("removal") // the class is to become an interface
    public ConsumerGroupMetadata metadata() {
        beforeMetadata.run();
        return new ConsumerGroupMetadata("g", 7, "member", java.util.Optional.empty());
    }

    @Override
    public boolean isTransactional() {
        return transactional;
    }
}

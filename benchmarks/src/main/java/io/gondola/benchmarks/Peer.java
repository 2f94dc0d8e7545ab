package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;

/** Who does the work. */
enum Peer {
    GONDOLA("gondola", "Gondola"),
    GONDOLA_17("gondola-17", "Gondola on JDK 17"),
    GO("go", "Go"),
    VIRTUAL("virtual", "virtual threads"),
    JOX("jox", "jox"),
    KOTLIN("kotlin", "Kotlin coroutines"),
    CATS("cats-effect", "cats-effect"),
    ZIO("zio", "ZIO"),
    STREAM("stream", "java.util.stream"),
    REACTOR("reactor", "Reactor"),
    REACTOR_BOUNDED("reactor-bounded", "Reactor, bounded as Gondola"),
    PEKKO("pekko", "Pekko Streams"),
    NETTY("netty", "Netty");

    private final String label;
    private final String title;

    Peer(String label, String title) {
        this.label = label;
        this.title = title;
    }

    String label() {
        return label;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Whether it has a counterpart of a workload's means: jox has no mutex and no sleep of its own, for example. */
    boolean has(Workload workload) {
        if (workload.row().isDefined()) {
            return switch (this) {
                case STREAM -> StreamPrograms.has(workload.row().get());
                case JOX -> // its flows are not there: channels by hand
                    switch (workload.row().get()) {
                        case BUFFER, UNORDERED_1, UNORDERED_100, MERGE, FILE -> true;
                        default -> false;
                    };
                case REACTOR_BOUNDED ->
                    ReactorPrograms.canBeBounded(workload.row().get());
                case VIRTUAL, CATS, ZIO, NETTY -> false; // written for channels or queues only
                default -> true;
            };
        }
        if (workload.isNetwork()) {
            return switch (this) {
                case GONDOLA, GONDOLA_17, GO, VIRTUAL -> true;
                case NETTY, KOTLIN -> workload == Workload.TCP_ECHO;
                default -> false; // jox and the others have no sockets of their own
            };
        }
        return switch (this) {
            case STREAM, REACTOR, REACTOR_BOUNDED, PEKKO, NETTY -> false;
            case JOX ->
                switch (workload) {
                    case SPAWN, MUTEX, SLEEPERS, YIELD -> false; // would be those of virtual threads
                    default -> true;
                };
            case CATS ->
                switch (workload) {
                    case SELECT_FANIN -> false; // has none over queues
                    case SLEEPERS -> false; // a million at once have hung it
                    default -> true;
                };
            case ZIO ->
                switch (workload) {
                    case SELECT_FANIN -> false; // has none over queues
                    case SLEEPERS -> false; // a million at once take longer than a minute and a half
                    default -> true;
                };
            default -> true;
        };
    }

    /** Whether a {@link Worker} runs it, rather than a program of another language. */
    boolean isInThisJar() {
        return switch (this) {
            case GO, KOTLIN, CATS, ZIO -> false;
            default -> true;
        };
    }

    /** Whether it has several shapes of each workload. */
    boolean hasShapes() {
        return this == GONDOLA || this == GONDOLA_17;
    }

    /** The programs of a peer that runs in this JVM. */
    Programs programs(int procs) throws ReflectiveOperationException {
        return switch (this) {
            case GONDOLA, GONDOLA_17 -> new GoroutinePrograms(procs);
            case VIRTUAL -> new VirtualThreadPrograms();
            case STREAM -> new StreamPrograms(procs);
            case REACTOR -> new ReactorPrograms(procs, false);
            case REACTOR_BOUNDED -> new ReactorPrograms(procs, true);
            case PEKKO -> new PekkoPrograms(procs);
            case NETTY -> new NettyPrograms(procs);
            case JOX ->
                Class.forName(Programs.JOX)
                        .asSubclass(Programs.class)
                        .getDeclaredConstructor()
                        .newInstance();
            case GO, KOTLIN, CATS, ZIO -> throw new IllegalArgumentException(title + " has a program of its own");
        };
    }

    static Option<Peer> labelled(String label) {
        return List.of(values()).find(peer -> peer.label.equals(label));
    }

    static String labels() {
        return List.of(values()).map(Peer::label).mkString(", ");
    }
}

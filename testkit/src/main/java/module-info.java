/** Tests of concurrent programs: controlled schedules, virtual time, oracles and reports. */
module io.gondola.testkit {
    requires transitive io.gondola.net;
    requires io.gondola.scheduler;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires org.junit.platform.commons;
    requires org.junit.platform.engine;
    requires static com.google.errorprone.annotations;

    exports io.gondola.testkit;

    provides io.gondola.net.NetworkProvider with
            io.gondola.testkit.net.VirtualNetworks;
    provides org.junit.platform.engine.TestEngine with
            io.gondola.testkit.junit.GoTestEngine;
}

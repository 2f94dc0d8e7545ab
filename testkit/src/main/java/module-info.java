/** Tests of concurrent programs: controlled schedules, virtual time, oracles and reports. */
module io.gondola.testkit {
    requires transitive io.gondola.sync;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires org.junit.platform.commons;
    requires org.junit.platform.engine;

    exports io.gondola.testkit;

    provides org.junit.platform.engine.TestEngine with
            io.gondola.testkit.junit.GoTestEngine;
}

/** Tests of concurrent programs: controlled schedules, virtual time, oracles and reports. */
module io.gondola.testkit {
    requires transitive io.gondola.sync;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;

    exports io.gondola.testkit;
}

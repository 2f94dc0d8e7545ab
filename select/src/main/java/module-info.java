/** The select statement over channels. */
module io.gondola.select {
    requires transitive io.gondola.dsl;
    requires io.gondola.scheduler;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.gondola.select;
}

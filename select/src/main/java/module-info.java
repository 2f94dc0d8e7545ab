/** The select statement over channels. */
module io.gondola.select {
    requires transitive io.gondola.dsl;
    requires static org.jspecify;

    exports io.gondola.select;
}

/** The select statement over channels. */
module io.gondola.select {
    requires transitive io.gondola.dsl;

    exports io.gondola.select;
}

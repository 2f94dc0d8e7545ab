module gondola/benchmarks

go 1.20

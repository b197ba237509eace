/**
 * For tests: what `stats.txt` of the chip with networks says, from its beginning to the first data space of the
 * registers, and from the networks to its end. Equal to what Timeloop (4cf6d4c) writes for the same input, but for the
 * total area, which Timeloop forgets (it prints 0.00), and
 * latencies that it does not set.
 */
export const STATS_HEAD = `Buffer and Arithmetic Levels
----------------------------
Level 0
-------
=== Mac ===

    SPECS
    -----
    Word bits             : 8
    Instances             : 4 (2*2)
    Compute energy        : 0.50 pJ

    STATS
    -----
    Utilized instances      : 4
    Computes (total)        : 192
    Cycles                  : 48
    Energy (total)          : 96.00 pJ
    Area (total)            : 1600.00 um^2

Level 1
-------
=== Registers ===

    SPECS
    -----
        Technology                      : SRAM
        Size                            : 64
        Word bits                       : 8
        Block size                      : 1
        Cluster size                    : 1
        Instances                       : 4 (2*2)
        Shared bandwidth                : -
        Read bandwidth                  : -
        Write bandwidth                 : -
        Multiple buffering              : 1.00
        Effective size                  : 64
        Min utilization                 : 0.00
        Vector access energy            : 2.00 pJ
        Vector access energy source     : ERT
        Per-instance-cycle leakage      : 0.25 pJ
        Instances sharing power gating  : 4.00
        Non-power-gated utilization     : 100.00%
        Leakage energy (total)          : 50.00 pJ
        Area                            : 225.00 um^2

    STATS
    -----
    Cycles               : 48
    Bandwidth throttling : 1.00
    Weights:
        Partition size                           : 6
        Utilized capacity                        : 3
        Utilized instances (max)                 : 4
        Utilized clusters (max)                  : 4
        Scalar reads (per-instance)              : 48
        Scalar fills (per-instance)              : 6
        Scalar updates (per-instance)            : 0
        Temporal reductions (per-instance)       : 0
        Address generations (per-cluster)        : 54
        Energy (per-scalar-access)               : 1.11 pJ
        Energy (per-instance)                    : 60.00 pJ
        Energy (total)                           : 240.00 pJ
        Temporal Reduction Energy (per-instance) : 0.00 pJ
        Temporal Reduction Energy (total)        : 0.00 pJ
        Address Generation Energy (per-cluster)  : 0.00 pJ
        Address Generation Energy (total)        : 0.00 pJ
        Bandwidth Consumption Scale              : 1.00
        Shared Bandwidth (per-instance)          : 1.12 words/cycle
        Shared Bandwidth (total)                 : 4.50 words/cycle
        Read Bandwidth (per-instance)            : 1.00 words/cycle
        Read Bandwidth (total)                   : 4.00 words/cycle
        Write Bandwidth (per-instance)           : 0.12 words/cycle
        Write Bandwidth (total)                  : 0.50 words/cycle
`;

export const STATS_TAIL = `Networks
--------
Network 0
---------
multicast

    SPECS
    -----
        Type            : SimpleMulticast
        ConnectionType  : 1
        Word bits       : 8
        Action Name       : transfer

    STATS
    -----
    Weights:
        Fanout                                  : 4
        Multicast factor                        : 1
        Ingresses                               : 24.00
        Energy (per-instance)                   : 18.00 pJ
        Energy (total)                          : 18.00 pJ
    Inputs:
        Fanout                                  : 4
        Multicast factor                        : 2
        Ingresses                               : 40.00
        Energy (per-instance)                   : 30.00 pJ
        Energy (total)                          : 30.00 pJ
    Outputs:
        Fanout                                  : 4
        Multicast factor                        : 2
        Ingresses                               : 32.00
        Energy (per-instance)                   : 24.00 pJ
        Energy (total)                          : 24.00 pJ

Network 1
---------
tree

    SPECS
    -----
        Type            : ReductionTree
        ConnectionType  : 2
        Word bits       : 16
        Adder energy    : 0.38 pJ
        Wire energy     : 0.06 pJ/b/mm
        Fill latency     : 0
        Drain latency     : 0

    STATS
    -----
    Outputs:
        Spatial reductions                      : 32
        Average number of hops                  : 0.50
        Energy (per-hop)                        : 25.00 fJ
        Energy (per-instance)                   : 0.40 pJ
        Energy (total)                          : 0.40 pJ
        Spatial Reduction Energy (per-instance) : 12.00 pJ
        Spatial Reduction Energy (total)        : 12.00 pJ


Operational Intensity Stats
---------------------------
    Total elementwise ops                   : 192
    Total reduction ops                     : 160
    Total ops                               : 352
    Total memory accesses required          : 69
    Optimal Op per Byte                     : 5.10

=== Registers ===
    Total scalar accesses                   : 808
    Op per Byte                             : 0.44
=== Buffer ===
    Total scalar accesses                   : 146
    Op per Byte                             : 2.41
=== MainMemory ===
    Total scalar accesses                   : 82
    Op per Byte                             : 4.29


Summary Stats
-------------
GFLOPs (@1GHz): 6.52
Utilization: 88.89%
Cycles: 54
Energy: 0.00 uJ
EDP(J*cycle): 1.24e-07
Area: 0.01 mm^2

Computes = 192
fJ/Compute
    Mac                    = 500.00
    Registers              = 6010.42
    Buffer                 = 1309.90
    MainMemory             = 3666.67
    multicast              = 375.00
    tree                   = 64.58
    Total                  = 11926.56

`;

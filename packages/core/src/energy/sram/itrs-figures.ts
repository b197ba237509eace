/**
 * Figures of the technology nodes: low-standby-power (LSTP) transistors at 300 K and copper wires in the conservative
 * projection, as the International Technology Roadmap for Semiconductors (ITRS) foresaw them and CACTI tabulates them.
 *
 * Sources: ITRS 2007/2009/2012; Thoziyoor, Muralimanohar, Ahn, Jouppi, "CACTI 5.1", HPL-2008-20, section 3;
 * Balasubramonian et al., "CACTI 7", ACM TACO 14(2), 2017 (the figures).
 */

/** The nodes with figures of their own, in nm; all between them is interpolated from results, not from figures. */
export type NodeNm = 22 | 32 | 45 | 65 | 90;

export interface TransistorFigures {
  /** Gate capacitance of the ideal channel, F per um of width. */
  readonly gateFPerUm: number;
  readonly fringeFPerUm: number;
  /** Drain junction to the substrate, F per um². */
  readonly junctionFPerUm2: number;
  readonly physicalLengthUm: number;
  readonly electricalLengthUm: number;
  /** The switching transistor is not all the time at its on-current: its resistance is so many times Vdd/Ion. */
  readonly effectiveResistance: number;
  readonly supplyV: number;
  readonly thresholdV: number;
  readonly saturationV: number;
  readonly onCurrentAPerUm: number;
  readonly offCurrentAPerUm: number;
  readonly gateLeakageAPerUm: number;
  readonly oxideFPerUm2: number;
  /** Width of a PMOS over that of an NMOS of equal drive. */
  readonly pmosRatio: number;
  readonly mobilityUm2PerVs: number;
  /** Transconductance of the PMOS over that of the NMOS in a sense amplifier. */
  readonly pmosTransconductance: number;
}

/** Wires of one node; pitches are the same multiples of the feature size in all of them. */
export interface WireFigures {
  readonly barrierUm: number;
  /** Scattering of electrons at the wire's surface: a factor on its resistance. */
  readonly scattering: number;
  readonly sideDielectric: number;
  readonly layerDistanceUm: number;
}

export interface NodeFigures {
  readonly transistor: TransistorFigures;
  readonly wire: WireFigures;
}

export const figuresOfNode: Readonly<Record<NodeNm, NodeFigures>> = {
  90: {
    transistor: {
      gateFPerUm: 9.15e-16,
      fringeFPerUm: 8e-17,
      junctionFPerUm2: 1e-15,
      physicalLengthUm: 0.075,
      electricalLengthUm: 0.0486,
      effectiveResistance: 1.92,
      supplyV: 1.3,
      thresholdV: 0.48203,
      saturationV: 0.373,
      onCurrentAPerUm: 5.036e-4,
      offCurrentAPerUm: 2.81e-12,
      gateLeakageAPerUm: 3.87e-11,
      oxideFPerUm2: 1.22e-14,
      pmosRatio: 2.44,
      mobilityUm2PerVs: 3.5676e10,
      pmosTransconductance: 0.88,
    },
    wire: { barrierUm: 0.008, scattering: 1, sideDielectric: 3.038, layerDistanceUm: 0.48 },
  },
  65: {
    transistor: {
      gateFPerUm: 6.14e-16,
      fringeFPerUm: 8e-17,
      junctionFPerUm2: 1e-15,
      physicalLengthUm: 0.045,
      electricalLengthUm: 0.0298,
      effectiveResistance: 1.96,
      supplyV: 1.2,
      thresholdV: 0.52354,
      saturationV: 0.128,
      onCurrentAPerUm: 5.192e-4,
      offCurrentAPerUm: 9.12e-12,
      gateLeakageAPerUm: 1.09e-10,
      oxideFPerUm2: 1.36e-14,
      pmosRatio: 2.23,
      mobilityUm2PerVs: 3.4121e10,
      pmosTransconductance: 0.99,
    },
    wire: { barrierUm: 0.006, scattering: 1, sideDielectric: 2.734, layerDistanceUm: 0.405 },
  },
  45: {
    transistor: {
      gateFPerUm: 5.18e-16,
      fringeFPerUm: 8e-17,
      junctionFPerUm2: 1e-15,
      physicalLengthUm: 0.028,
      electricalLengthUm: 0.0212,
      effectiveResistance: 1.99,
      supplyV: 1.1,
      thresholdV: 0.50245,
      saturationV: 0.0912,
      onCurrentAPerUm: 6.662e-4,
      offCurrentAPerUm: 1.01e-11,
      gateLeakageAPerUm: 9.47e-12,
      oxideFPerUm2: 2.01e-14,
      pmosRatio: 2.23,
      mobilityUm2PerVs: 3.6396e10,
      pmosTransconductance: 0.99,
    },
    wire: { barrierUm: 0.004, scattering: 1, sideDielectric: 2.46, layerDistanceUm: 0.315 },
  },
  32: {
    transistor: {
      gateFPerUm: 4.58e-16,
      fringeFPerUm: 5.3e-17,
      junctionFPerUm2: 1e-15,
      physicalLengthUm: 0.02,
      electricalLengthUm: 0.0173,
      effectiveResistance: 1.99,
      supplyV: 1,
      thresholdV: 0.513,
      saturationV: 0.0864,
      onCurrentAPerUm: 6.836e-4,
      offCurrentAPerUm: 2.06e-11,
      gateLeakageAPerUm: 3.73e-11,
      oxideFPerUm2: 2.29e-14,
      pmosRatio: 2.23,
      mobilityUm2PerVs: 3.4746e10,
      pmosTransconductance: 0.99,
    },
    wire: { barrierUm: 0.003, scattering: 1, sideDielectric: 2.214, layerDistanceUm: 0.21 },
  },
  22: {
    transistor: {
      gateFPerUm: 3.22e-16,
      fringeFPerUm: 8e-17,
      junctionFPerUm2: 0,
      physicalLengthUm: 0.014,
      electricalLengthUm: 0.008,
      effectiveResistance: 1.99,
      supplyV: 0.8,
      thresholdV: 0.40126,
      saturationV: 0.0664,
      onCurrentAPerUm: 7.276e-4,
      offCurrentAPerUm: 2.43e-11,
      gateLeakageAPerUm: 4.51e-10,
      oxideFPerUm2: 2.3e-14,
      pmosRatio: 2,
      mobilityUm2PerVs: 7.3809e10,
      pmosTransconductance: 0.99,
    },
    wire: { barrierUm: 0.003, scattering: 1.05, sideDielectric: 2.104, layerDistanceUm: 0.15 },
  },
};

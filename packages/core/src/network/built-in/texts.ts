/**
 * Networks known by name, written in the language that people write theirs in: what stands here can be printed, changed and
 * given back as a file. Figures that each must give stand in `built-in.test.ts` with their sources.
 */

export interface BuiltInText {
  readonly name: string;
  /** In a line. */
  readonly summary: string;
  readonly text: string;
}

/** Six layers for each block of a stage, two blocks' ends besides: depth = 6 n + 2. */
const CIFAR_DEPTHS = [20, 32, 44, 56, 110];

/** He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, section 4.2. */
function cifarResnet(depth: number): BuiltInText {
  const name = `resnet${depth}-cifar10`;
  return {
    name,
    summary: `ResNet-${depth} for images of 32x32; shortcut=pad is the paper's option A, width and n make others of it`,
    text: `network:
  name: ${name}
  parameters: {batch: 1, n: ${(depth - 2) / 6}, width: 16, shortcut: projection, classes: 10}
  input: [batch, 3, 32, 32]
  blocks:
    basic:
      - {conv: out, kernel: 3, stride: stride, then: [batchnorm, relu]}
      - {conv: out, kernel: 3, then: batchnorm}
      - {add: input, fit: shortcut, then: relu}
  layers:
    - {conv: width, kernel: 3, then: [batchnorm, relu]}
    - {block: basic, name: stage1, out: width, stride: 1, repeat: n}
    - {block: basic, name: stage2, out: 2 * width, stride: [2, 1], repeat: n}
    - {block: basic, name: stage3, out: 4 * width, stride: [2, 1], repeat: n}
    - {global_pool: average}
    - {linear: classes, bias: true, name: fc}
`,
  };
}

const RESNET8: BuiltInText = {
  name: "resnet8-mlperf-tiny",
  summary: "ResNet-8 of the MLPerf Tiny benchmark's image classification, 32x32",
  text: `network:
  name: resnet8-mlperf-tiny
  parameters: {batch: 1, classes: 10}
  input: [batch, 3, 32, 32]
  blocks:
    same:
      - {conv: out, kernel: 3, bias: true, then: [batchnorm, relu]}
      - {conv: out, kernel: 3, bias: true, then: batchnorm}
      - {add: input, then: relu}
    down:
      - {conv: out, kernel: 3, stride: 2, bias: true, then: [batchnorm, relu]}
      - {conv: out, kernel: 3, bias: true, then: batchnorm}
      - {conv: out, kernel: 1, stride: 2, bias: true, from: input, name: shortcut}
      - {add: conv2, then: relu}
  layers:
    - {conv: 16, kernel: 3, bias: true, then: [batchnorm, relu]}
    - {block: same, name: stack1, out: 16}
    - {block: down, name: stack2, out: 32}
    - {block: down, name: stack3, out: 64}
    - {global_pool: average}
    - {linear: classes, bias: true, name: fc}
`,
};

/** As torchvision has them: the stride of a bottleneck lies in its 3x3 convolution. */
const RESNET18: BuiltInText = {
  name: "resnet18",
  summary: "ResNet-18 for ImageNet, 224x224",
  text: `network:
  name: resnet18
  parameters: {batch: 1, classes: 1000}
  input: [batch, 3, 224, 224]
  blocks:
    basic:
      - {conv: out, kernel: 3, stride: stride, then: [batchnorm, relu]}
      - {conv: out, kernel: 3, then: batchnorm}
      - {add: input, fit: projection, then: relu}
  layers:
    - {conv: 64, kernel: 7, stride: 2, then: [batchnorm, relu]}
    - {pool: max, kernel: 3, stride: 2}
    - {block: basic, name: stage1, out: 64, stride: 1, repeat: 2}
    - {block: basic, name: stage2, out: 128, stride: [2, 1], repeat: 2}
    - {block: basic, name: stage3, out: 256, stride: [2, 1], repeat: 2}
    - {block: basic, name: stage4, out: 512, stride: [2, 1], repeat: 2}
    - {global_pool: average}
    - {linear: classes, bias: true, name: fc}
`,
};

const RESNET50: BuiltInText = {
  name: "resnet50",
  summary: "ResNet-50 (v1.5: stride in the 3x3 convolutions) for ImageNet, 224x224",
  text: `network:
  name: resnet50
  parameters: {batch: 1, classes: 1000}
  input: [batch, 3, 224, 224]
  blocks:
    bottleneck:
      - {conv: width, kernel: 1, then: [batchnorm, relu]}
      - {conv: width, kernel: 3, stride: stride, then: [batchnorm, relu]}
      - {conv: 4 * width, kernel: 1, then: batchnorm}
      - {add: input, fit: projection, then: relu}
  layers:
    - {conv: 64, kernel: 7, stride: 2, then: [batchnorm, relu]}
    - {pool: max, kernel: 3, stride: 2}
    - {block: bottleneck, name: stage1, width: 64, stride: 1, repeat: 3}
    - {block: bottleneck, name: stage2, width: 128, stride: [2, 1], repeat: 4}
    - {block: bottleneck, name: stage3, width: 256, stride: [2, 1], repeat: 6}
    - {block: bottleneck, name: stage4, width: 512, stride: [2, 1], repeat: 3}
    - {global_pool: average}
    - {linear: classes, bias: true, name: fc}
`,
};

/** Krizhevsky et al., NIPS 2012, as the papers on Eyeriss count it: 227x227, two groups in layers 2, 4 and 5. */
const ALEXNET: BuiltInText = {
  name: "alexnet",
  summary: "AlexNet as the Eyeriss papers have it: 227x227, conv2, conv4 and conv5 in two groups",
  text: `network:
  name: alexnet
  parameters: {batch: 1}
  input: [batch, 3, 227, 227]
  layers:
    - {conv: 96, kernel: 11, stride: 4, pad: 0, bias: true, then: relu}
    - {lrn: 5}
    - {pool: max, kernel: 3, stride: 2, pad: 0}
    - {conv: 256, kernel: 5, groups: 2, bias: true, then: relu}
    - {lrn: 5}
    - {pool: max, kernel: 3, stride: 2, pad: 0}
    - {conv: 384, kernel: 3, bias: true, then: relu}
    - {conv: 384, kernel: 3, groups: 2, bias: true, then: relu}
    - {conv: 256, kernel: 3, groups: 2, bias: true, then: relu}
    - {pool: max, kernel: 3, stride: 2, pad: 0}
    - flatten
    - {linear: 4096, bias: true, then: relu, name: fc6}
    - {linear: 4096, bias: true, then: relu, name: fc7}
    - {linear: 1000, bias: true, name: fc8}
`,
};

/** Simonyan and Zisserman, ICLR 2015, configuration D. */
const VGG16: BuiltInText = {
  name: "vgg16",
  summary: "VGG-16 for ImageNet, 224x224",
  text: `network:
  name: vgg16
  parameters: {batch: 1, classes: 1000}
  input: [batch, 3, 224, 224]
  blocks:
    stage:
      - {conv: out, kernel: 3, bias: true, then: relu, repeat: convs, name: conv}
      - {pool: max, kernel: 2}
  layers:
    - {block: stage, out: 64, convs: 2}
    - {block: stage, out: 128, convs: 2}
    - {block: stage, out: 256, convs: 3}
    - {block: stage, out: 512, convs: 3}
    - {block: stage, out: 512, convs: 3}
    - flatten
    - {linear: 4096, bias: true, then: relu, name: fc6}
    - {linear: 4096, bias: true, then: relu, name: fc7}
    - {linear: classes, bias: true, name: fc8}
`,
};

/** Sandler et al., CVPR 2018, table 2. */
const MOBILENET_V2: BuiltInText = {
  name: "mobilenet-v2",
  summary: "MobileNet-V2 (width 1.0) for ImageNet, 224x224",
  text: `network:
  name: mobilenet-v2
  parameters: {batch: 1, classes: 1000}
  input: [batch, 3, 224, 224]
  blocks:
    inverted:
      - {conv: expand * channels, kernel: 1, then: [batchnorm, relu6], name: expand, when: expand > 1}
      - {conv: same, kernel: 3, groups: each, stride: stride, then: [batchnorm, relu6], name: depthwise}
      - {conv: out, kernel: 1, then: batchnorm, name: project}
      - {add: input, when: stride == 1 and channels == out}
  layers:
    - {conv: 32, kernel: 3, stride: 2, then: [batchnorm, relu6]}
    - {block: inverted, expand: 1, out: 16, stride: 1}
    - {block: inverted, expand: 6, out: 24, stride: [2, 1], repeat: 2}
    - {block: inverted, expand: 6, out: 32, stride: [2, 1], repeat: 3}
    - {block: inverted, expand: 6, out: 64, stride: [2, 1], repeat: 4}
    - {block: inverted, expand: 6, out: 96, stride: 1, repeat: 3}
    - {block: inverted, expand: 6, out: 160, stride: [2, 1], repeat: 3}
    - {block: inverted, expand: 6, out: 320, stride: 1}
    - {conv: 1280, kernel: 1, then: [batchnorm, relu6]}
    - {global_pool: average}
    - {linear: classes, bias: true, name: fc}
`,
};

/** Dosovitskiy et al., ICLR 2021; small as in DeiT (Touvron et al., ICML 2021); layer scale as in DINOv2. */
const VIT_SMALL: BuiltInText = {
  name: "vit-small",
  summary: "ViT-S/14 as in DINOv2 with a linear head, 224x224; patch=16 layer_scale=false is DeiT-S",
  text: `network:
  name: vit-small
  parameters: {batch: 1, image: 224, patch: 14, width: 384, heads: 6, depth: 12, layer_scale: true, classes: 10}
  input: [batch, 3, image, image]
  blocks:
    encoder:
      - layernorm
      - {linear: width, bias: true, name: query}
      - {linear: width, bias: true, from: layernorm1, name: key}
      - {linear: width, bias: true, from: layernorm1, name: value}
      - {matmul: [query, key], heads: heads, transpose: true, name: scores}
      - softmax
      - {matmul: value, heads: heads, name: values}
      - {linear: width, bias: true, name: project}
      - {weight: [1, 1, width], name: scale1, when: layer_scale}
      - {multiply: scale1, when: layer_scale}
      - {add: input}
      - layernorm
      - {linear: 4 * width, bias: true, then: gelu, name: mlp1}
      - {linear: width, bias: true, name: mlp2}
      - {weight: [1, 1, width], name: scale2, when: layer_scale}
      - {multiply: scale2, when: layer_scale}
      - {add: add1}
  layers:
    - {conv: width, kernel: patch, stride: patch, pad: 0, bias: true, name: patches}
    - tokens
    - {weight: [batch, 1, width], name: class}
    - {concat: [class, tokens1]}
    - {weight: [1, (image // patch) ** 2 + 1, width], name: positions}
    - {add: positions}
    - {block: encoder, repeat: depth, name: encoder}
    - {layernorm: true, name: norm}
    - {slice: [0, 1]}
    - {reshape: [batch, width]}
    - {linear: classes, bias: true, name: head}
`,
};

/** Devlin et al., NAACL 2019. */
const BERT_BASE: BuiltInText = {
  name: "bert-base",
  summary: "BERT-base with embeddings and pooler; tokens=384 for question answering",
  text: `network:
  name: bert-base
  parameters: {batch: 1, tokens: 128, width: 768, heads: 12, depth: 12, hidden: 3072, words: 30522}
  inputs: {words: [batch, tokens], segments: [batch, tokens]}
  blocks:
    encoder:
      - {linear: width, bias: true, name: query}
      - {linear: width, bias: true, from: input, name: key}
      - {linear: width, bias: true, from: input, name: value}
      - {matmul: [query, key], heads: heads, transpose: true, name: scores}
      - softmax
      - {matmul: value, heads: heads, name: values}
      - {linear: width, bias: true, name: project}
      - {add: input}
      - layernorm
      - {linear: hidden, bias: true, then: gelu, name: mlp1}
      - {linear: width, bias: true, name: mlp2}
      - {add: layernorm1}
      - layernorm
  layers:
    - {embedding: width, rows: words, name: word_embedding}
    - {embedding: width, rows: 2, from: segments, name: segment_embedding}
    - {weight: [1, 512, width], name: positions}
    - {slice: [0, tokens], from: positions}
    - {add: [word_embedding, segment_embedding, .]}
    - {layernorm: true, name: norm}
    - {block: encoder, repeat: depth, name: encoder}
    - {slice: [0, 1]}
    - {reshape: [batch, width]}
    - {linear: width, bias: true, then: tanh, name: pooler}
`,
};

/** A block of GPT-2 (Radford et al., 2019); small is width 768, 12 heads. */
const GPT_BLOCK: BuiltInText = {
  name: "gpt-block",
  summary:
    "one block of GPT-2 small: tokens=1 context=1023 decodes (the default), tokens=1024 context=0 is the prefill",
  text: `network:
  name: gpt-block
  parameters: {batch: 1, tokens: 1, context: 1023, width: 768, heads: 12, kv_heads: heads, hidden: 4 * width}
  inputs:
    x: [batch, tokens, width]
    past_keys: [batch, context, kv_heads * width // heads]
    past_values: [batch, context, kv_heads * width // heads]
  layers:
    - layernorm
    - {linear: width, bias: true, name: query}
    - {linear: kv_heads * width // heads, bias: true, from: layernorm1, name: key}
    - {concat: [past_keys, key], name: keys}
    - {linear: kv_heads * width // heads, bias: true, from: layernorm1, name: value}
    - {concat: [past_values, value], name: values}
    - {matmul: [query, keys], heads: heads, kv_heads: kv_heads, transpose: true, name: scores}
    - softmax
    - {matmul: values, heads: heads, kv_heads: kv_heads, name: weighted}
    - {linear: width, bias: true, name: project}
    - {add: x}
    - layernorm
    - {linear: hidden, bias: true, then: gelu, name: mlp1}
    - {linear: width, bias: true, name: mlp2}
    - {add: add1}
`,
};

export const BUILT_IN_TEXTS: readonly BuiltInText[] = [
  RESNET8,
  ...CIFAR_DEPTHS.map(cifarResnet),
  RESNET18,
  RESNET50,
  ALEXNET,
  VGG16,
  MOBILENET_V2,
  VIT_SMALL,
  BERT_BASE,
  GPT_BLOCK,
];

/** Which prelude module defines which name of torch.nn: PyTorch's own layout. */
export const nnModules: Readonly<Record<string, string>> = {
  module: 'Module',
  linear: 'Identity Linear Bilinear LazyLinear NonDynamicallyQuantizableLinear',
  conv: 'Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d _ConvNd _ConvTransposeNd',
  container: 'Sequential ModuleList ModuleDict ParameterList ParameterDict',
  batchnorm: '_NormBase _BatchNorm BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d',
  instancenorm: '_InstanceNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d',
  normalization: 'LayerNorm RMSNorm GroupNorm LocalResponseNorm CrossMapLRN2d',
  activation:
    'ReLU RReLU Hardtanh ReLU6 Sigmoid Hardsigmoid Tanh SiLU Mish Hardswish ELU CELU SELU GLU GELU Hardshrink LeakyReLU LogSigmoid Softplus Softshrink PReLU Softsign Tanhshrink Threshold Softmin Softmax Softmax2d LogSoftmax MultiheadAttention',
  pooling:
    'MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d LPPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d _MaxPoolNd _AdaptiveAvgPoolNd',
  padding:
    'ConstantPad1d ConstantPad2d ConstantPad3d ZeroPad1d ZeroPad2d ZeroPad3d ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d CircularPad1d CircularPad2d CircularPad3d',
  dropout: 'Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout _DropoutNd',
  flatten: 'Flatten Unflatten',
  upsampling: 'Upsample UpsamplingNearest2d UpsamplingBilinear2d',
  pixelshuffle: 'PixelShuffle PixelUnshuffle',
  channelshuffle: 'ChannelShuffle',
  fold: 'Fold Unfold',
  distance: 'CosineSimilarity PairwiseDistance',
  sparse: 'Embedding EmbeddingBag',
  rnn: 'RNNBase RNN LSTM GRU RNNCellBase RNNCell LSTMCell GRUCell',
  transformer: 'TransformerEncoderLayer TransformerEncoder TransformerDecoderLayer TransformerDecoder Transformer',
  adaptive: 'AdaptiveLogSoftmaxWithLoss',
  loss: '_Loss _WeightedLoss L1Loss MSELoss SmoothL1Loss HuberLoss KLDivLoss SoftMarginLoss PoissonNLLLoss GaussianNLLLoss HingeEmbeddingLoss MultiLabelMarginLoss CosineEmbeddingLoss MarginRankingLoss TripletMarginLoss CTCLoss NLLLoss NLLLoss2d CrossEntropyLoss BCELoss BCEWithLogitsLoss MultiLabelSoftMarginLoss MultiMarginLoss TripletMarginWithDistanceLoss',
};

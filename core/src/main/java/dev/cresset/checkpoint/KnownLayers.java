package dev.cresset.checkpoint;

import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The layers that a file may name: Cresset's own, by their simple names.
 *
 * <p>A name from a file is only ever looked up in this table. Losses, which have no part in a saved
 * model, and lists of bare parameters, whose shapes only their owner knows, are not in it.
 */
final class KnownLayers {
    private static final List<Class<? extends Module>> CLASSES =
            List.of(
                    AdaptiveAvgPool1d.class,
                    AdaptiveAvgPool2d.class,
                    AdaptiveAvgPool3d.class,
                    AdaptiveLogSoftmaxWithLoss.class,
                    AdaptiveMaxPool1d.class,
                    AdaptiveMaxPool2d.class,
                    AdaptiveMaxPool3d.class,
                    AlphaDropout.class,
                    AvgPool1d.class,
                    AvgPool2d.class,
                    AvgPool3d.class,
                    BatchNorm1d.class,
                    BatchNorm2d.class,
                    BatchNorm3d.class,
                    Bilinear.class,
                    CELU.class,
                    ChannelShuffle.class,
                    CircularPad1d.class,
                    CircularPad2d.class,
                    CircularPad3d.class,
                    ConstantPad1d.class,
                    ConstantPad2d.class,
                    ConstantPad3d.class,
                    Conv1d.class,
                    Conv2d.class,
                    Conv3d.class,
                    ConvTranspose1d.class,
                    ConvTranspose2d.class,
                    ConvTranspose3d.class,
                    CosineSimilarity.class,
                    CrossMapLRN2d.class,
                    Dropout.class,
                    Dropout1d.class,
                    Dropout2d.class,
                    Dropout3d.class,
                    ELU.class,
                    Embedding.class,
                    EmbeddingBag.class,
                    FeatureAlphaDropout.class,
                    Flatten.class,
                    Fold.class,
                    FractionalMaxPool2d.class,
                    FractionalMaxPool3d.class,
                    GELU.class,
                    GLU.class,
                    GRU.class,
                    GRUCell.class,
                    GroupNorm.class,
                    Hardshrink.class,
                    Hardsigmoid.class,
                    Hardswish.class,
                    Hardtanh.class,
                    Identity.class,
                    InstanceNorm1d.class,
                    InstanceNorm2d.class,
                    InstanceNorm3d.class,
                    LPPool1d.class,
                    LPPool2d.class,
                    LPPool3d.class,
                    LSTM.class,
                    LSTMCell.class,
                    LayerNorm.class,
                    LeakyReLU.class,
                    Linear.class,
                    LocalResponseNorm.class,
                    LogSigmoid.class,
                    LogSoftmax.class,
                    MaxPool1d.class,
                    MaxPool2d.class,
                    MaxPool3d.class,
                    MaxUnpool1d.class,
                    MaxUnpool2d.class,
                    MaxUnpool3d.class,
                    Mish.class,
                    ModuleDict.class,
                    ModuleList.class,
                    MultiheadAttention.class,
                    NonDynamicallyQuantizableLinear.class,
                    PReLU.class,
                    PairwiseDistance.class,
                    PixelShuffle.class,
                    PixelUnshuffle.class,
                    RMSNorm.class,
                    RNN.class,
                    RNNCell.class,
                    RReLU.class,
                    ReLU.class,
                    ReLU6.class,
                    ReflectionPad1d.class,
                    ReflectionPad2d.class,
                    ReflectionPad3d.class,
                    ReplicationPad1d.class,
                    ReplicationPad2d.class,
                    ReplicationPad3d.class,
                    SELU.class,
                    Sequential.class,
                    SiLU.class,
                    Sigmoid.class,
                    Softmax.class,
                    Softmax2d.class,
                    Softmin.class,
                    Softplus.class,
                    Softshrink.class,
                    Softsign.class,
                    Tanh.class,
                    Tanhshrink.class,
                    Threshold.class,
                    Transformer.class,
                    TransformerDecoder.class,
                    TransformerDecoderLayer.class,
                    TransformerEncoder.class,
                    TransformerEncoderLayer.class,
                    Unflatten.class,
                    Unfold.class,
                    Upsample.class,
                    UpsamplingBilinear2d.class,
                    UpsamplingNearest2d.class,
                    ZeroPad1d.class,
                    ZeroPad2d.class,
                    ZeroPad3d.class);

    private static final Map<String, Class<? extends Module>> BY_NAME =
            CLASSES.stream().collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private KnownLayers() {}

    /** Returns the class of a name, null if there is none such. */
    static @Nullable Class<? extends Module> find(String name) {
        return BY_NAME.get(name);
    }

    /** Returns whether a class is one of these, and not a subclass of one. */
    static boolean contains(Class<?> type) {
        return BY_NAME.get(type.getSimpleName()) == type;
    }

    /** Returns all of them. */
    static List<Class<? extends Module>> all() {
        return CLASSES;
    }
}

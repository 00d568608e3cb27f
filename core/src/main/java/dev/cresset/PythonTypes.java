package dev.cresset;

import dev.cresset.PythonText.OrderedDict;
import dev.cresset.PythonText.Tuple;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Python calls the classes of values, as {@code type(value)} prints them. */
final class PythonTypes {
    /* The files of torch.nn.modules and the classes that each defines. */
    private static final String LAYERS =
            """
            pooling: AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d
              AdaptiveMaxPool2d AdaptiveMaxPool3d AvgPool1d AvgPool2d AvgPool3d
              FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d LPPool3d MaxPool1d
              MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d
            adaptive: AdaptiveLogSoftmaxWithLoss
            dropout: AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout
            loss: BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss
              GaussianNLLLoss HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss
              LinearCrossEntropyLoss MSELoss MarginRankingLoss MultiLabelMarginLoss
              MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss
              SmoothL1Loss SoftMarginLoss TripletMarginLoss TripletMarginWithDistanceLoss
            batchnorm: BatchNorm1d BatchNorm2d BatchNorm3d
            linear: Bilinear Identity Linear NonDynamicallyQuantizableLinear
            activation: CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh
              LeakyReLU LogSigmoid LogSoftmax Mish MultiheadAttention PReLU RReLU ReLU ReLU6
              SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus Softshrink Softsign Tanh
              Tanhshrink Threshold
            channelshuffle: ChannelShuffle
            padding: CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d
              ConstantPad3d ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d
              ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d ZeroPad3d
            container: ModuleDict ModuleList ParameterDict ParameterList Sequential
            conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d
            distance: CosineSimilarity PairwiseDistance
            normalization: CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm RMSNorm
            sparse: Embedding EmbeddingBag
            flatten: Flatten Unflatten
            fold: Fold Unfold
            instancenorm: InstanceNorm1d InstanceNorm2d InstanceNorm3d
            rnn: GRU GRUCell LSTM LSTMCell RNN RNNBase RNNCell RNNCellBase
            module: Module
            pixelshuffle: PixelShuffle PixelUnshuffle
            transformer: Transformer TransformerDecoder TransformerDecoderLayer
              TransformerEncoder TransformerEncoderLayer
            upsampling: Upsample UpsamplingBilinear2d UpsamplingNearest2d
            """;

    private static final Map<String, String> FILES = files();

    private PythonTypes() {}

    private static Map<String, String> files() {
        Map<String, String> out = new HashMap<>();
        String file = "";
        for (String word : LAYERS.strip().split("\\s+", -1)) {
            if (word.endsWith(":")) {
                file = word.substring(0, word.length() - 1);
            } else {
                out.put(word, file);
            }
        }
        return out;
    }

    /** Returns the full name of a value's class: {@code torch.nn.modules.linear.Linear}. */
    static String name(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case Boolean b -> "bool";
            case Double d -> "float";
            case Float f -> "float";
            case Number n -> "int";
            case CharSequence s -> "str";
            case Character c -> "str";
            case Parameter p -> "torch.nn.parameter.Parameter";
            case Tensor t -> "torch.Tensor";
            case Shape s -> "torch.Size";
            case DType d -> "torch.dtype";
            case Device d -> "torch.device";
            case Generator g -> "torch._C.Generator";
            case FInfo f -> "torch.finfo";
            case IInfo i -> "torch.iinfo";
            case GradFn f -> f.name();
            case ValuesIndices v -> "torch.return_types." + v.name();
            case Tuple t -> "tuple";
            case OrderedDict<?, ?> m -> "collections.OrderedDict";
            case Map<?, ?> m -> "dict";
            case Set<?> s -> "set";
            case Collection<?> c -> "list";
            case Object array when array.getClass().isArray() -> "tuple";
            default -> ofClass(value.getClass());
        };
    }

    /* An anonymous class of the user's counts as the class that it extends. */
    private static String ofClass(Class<?> type) {
        Class<?> named = type;
        while (named.isAnonymousClass()) {
            named = named.getSuperclass();
        }
        String name = named.getSimpleName();
        return switch (named.getPackageName()) {
            case "dev.cresset.nn" -> layer(name);
            case "dev.cresset.optim" -> optim(name);
            default -> "__main__." + name;
        };
    }

    private static String layer(String name) {
        if (name.equals("PackedSequence")) {
            return "torch.nn.utils.rnn.PackedSequence";
        }
        String file = FILES.get(name);
        return (file == null ? "__main__." : "torch.nn.modules." + file + ".") + name;
    }

    private static String optim(String name) {
        boolean schedule =
                Set.of("ChainedScheduler", "ReduceLROnPlateau").contains(name)
                        || name.endsWith("LR")
                        || name.equals("CosineAnnealingWarmRestarts")
                        || name.equals("LRScheduler");
        if (Set.of("AveragedModel", "SWALR").contains(name)) {
            return "torch.optim.swa_utils." + name;
        } else if (schedule) {
            return "torch.optim.lr_scheduler." + name;
        }
        /* PyTorch's Adafactor and Muon name the package as their home. */
        boolean home = Set.of("Adafactor", "Muon").contains(name);
        return "torch.optim." + (home ? "" : name.toLowerCase(Locale.ROOT) + ".") + name;
    }
}

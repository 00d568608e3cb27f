package dev.cresset.examples;

import dev.cresset.Tensor;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * ResNet-18 (He et al. 2015, table 1) in torchvision's shape: images {@code (N, 3, H, W)} give
 * logits {@code (N, 1000)}. Names, printed form and initial numbers are torchvision's.
 *
 * <pre>{@code
 * var net = new ResNet18();
 * net.loadStateDict(Checkpoint.load(Path.of("resnet18-f37072fd.pth")));
 * net.fc = new Linear(512, 10);                                  // transfer learning
 *
 * var small = new ResNet18(o -> o.numClasses(10).smallStem(true)); // for 32 x 32 pixels
 * }</pre>
 */
public class ResNet18 extends Layer {
    final Conv2d conv1;
    final BatchNorm2d bn1 = new BatchNorm2d(64);
    final ReLU relu = new ReLU(o -> o.inplace(true));
    final Layer maxpool;
    final Sequential layer1 = stage(64, 64, 1);
    final Sequential layer2 = stage(64, 128, 2);
    final Sequential layer3 = stage(128, 256, 2);
    final Sequential layer4 = stage(256, 512, 2);
    final AdaptiveAvgPool2d avgpool = new AdaptiveAvgPool2d(1, 1);

    /** The classifier. */
    public Linear fc;

    private final Options options;

    /**
     * How the network is made.
     *
     * @param numClasses the number of classes
     * @param inChannels the number of channels of an image
     * @param smallStem whether the first convolution is 3 x 3 with stride 1 and nothing is pooled
     *     after it, as for images of 32 x 32 pixels (He et al. 2015, section 4.2)
     */
    public record Options(int numClasses, int inChannels, boolean smallStem) {
        /** Returns these options with a number of classes. */
        public Options numClasses(int value) {
            return new Options(value, inChannels, smallStem);
        }

        /** Returns these options with a number of channels of an image. */
        public Options inChannels(int value) {
            return new Options(numClasses, value, smallStem);
        }

        /** Returns these options with or without a stem for small images. */
        public Options smallStem(boolean value) {
            return new Options(numClasses, inChannels, value);
        }
    }

    /** Makes a network for the 1000 classes of ImageNet. */
    public ResNet18() {
        this(o -> o);
    }

    /** Makes a network. */
    public ResNet18(UnaryOperator<Options> options) {
        this.options = options.apply(new Options(1000, 3, false));
        int channels = this.options.inChannels;
        boolean small = this.options.smallStem;
        conv1 =
                small
                        ? new Conv2d(channels, 64, 3, o -> o.padding(1).bias(false))
                        : new Conv2d(channels, 64, 7, o -> o.stride(2).padding(3).bias(false));
        maxpool = small ? new Identity() : new MaxPool2d(3, o -> o.stride(2).padding(1));
        fc = new Linear(512, this.options.numClasses);
        for (Module m : modules()) {
            if (m instanceof Conv2d c) {
                Init.kaimingNormal_(
                        c.weight,
                        o -> o.mode(Init.Mode.FAN_OUT).nonlinearity(Init.Nonlinearity.RELU));
            }
        }
    }

    private static Sequential stage(int in, int out, int stride) {
        return new Sequential(new BasicBlock(in, out, stride), new BasicBlock(out, out, 1));
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor stem = maxpool.call(relu.call(bn1.call(conv1.call(x))));
        Tensor features = layer4.call(layer3.call(layer2.call(layer1.call(stem))));
        return fc.call(avgpool.call(features).flatten(1));
    }

    /** Returns how the network was made. */
    public final Options options() {
        return options;
    }

    /** Returns torchvision's name of the class. */
    @Override
    protected String typeName() {
        return "ResNet";
    }

    /** Two convolutions with a shortcut; the first may halve the picture. */
    static class BasicBlock extends Layer {
        final Conv2d conv1;
        final BatchNorm2d bn1;
        final ReLU relu = new ReLU(o -> o.inplace(true));
        final Conv2d conv2;
        final BatchNorm2d bn2;
        final @Nullable Sequential downsample;

        BasicBlock(int in, int out, int stride) {
            boolean same = in == out && stride == 1;
            downsample =
                    same
                            ? null
                            : new Sequential(
                                    new Conv2d(in, out, 1, o -> o.stride(stride).bias(false)),
                                    new BatchNorm2d(out));
            conv1 = new Conv2d(in, out, 3, o -> o.stride(stride).padding(1).bias(false));
            bn1 = new BatchNorm2d(out);
            conv2 = new Conv2d(out, out, 3, o -> o.padding(1).bias(false));
            bn2 = new BatchNorm2d(out);
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor shortcut = downsample == null ? x : downsample.call(x);
            Tensor y = relu.call(bn1.call(conv1.call(x)));
            return relu.call(bn2.call(conv2.call(y)).add(shortcut));
        }
    }
}

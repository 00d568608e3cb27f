package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.nn.*;
import dev.cresset.optim.Adam;

/** The README's first program: a network learns the sine. */
public class Quickstart {
    public static void main(String[] args) {
        manualSeed(0);
        Tensor x = linspace(-3, 3, 200).view(-1, 1);
        Tensor y = x.sin();
        var net = new Sequential(new Linear(1, 32), new Tanh(), new Linear(32, 1));
        var optimizer = new Adam(net.parameters(), o -> o.lr(0.01));
        for (int step = 0; step <= 1000; step++) {
            Tensor loss = Functional.mseLoss(net.call(x), y);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (step % 200 == 0) {
                System.out.println(step + " " + loss.item());
            }
        }
        System.out.println(net.call(tensor(new float[][] {{1.5f}}))); // close to sin 1.5 = 0.9975
    }
}

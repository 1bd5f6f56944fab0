using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// One step of Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), with its usual constants. The same numbers at
/// every vector width: every element is computed by itself, in the same order.
/// </summary>
/// <param name="Rate">The step.</param>
/// <param name="FirstScale">What the first moment is multiplied by, because it began at 0.</param>
/// <param name="SecondScale">The same for the second moment.</param>
internal readonly record struct AdamStep(float Rate, float FirstScale, float SecondScale)
{
    private const float First = 0.9f;
    private const float Second = 0.999f;
    private const float Least = 1e-8f;

    /// <summary>What an element moves by.</summary>
    /// <param name="gradient">The gradients.</param>
    /// <param name="first">The mean gradients, brought up to date.</param>
    /// <param name="second">The mean squares of gradients, brought up to date.</param>
    public Vector512<float> Move(Vector512<float> gradient, ref float first, ref float second)
    {
        Vector512<float> mean = (Vector512.LoadUnsafe(ref first) * First) + (gradient * (1 - First));
        Vector512<float> square = (Vector512.LoadUnsafe(ref second) * Second) + (gradient * gradient * (1 - Second));
        mean.StoreUnsafe(ref first);
        square.StoreUnsafe(ref second);
        return mean * FirstScale * Rate / (Vector512.Sqrt(square * SecondScale) + Vector512.Create(Least));
    }

    /// <summary>What one element moves by.</summary>
    /// <inheritdoc cref="Move(Vector512{float}, ref float, ref float)"/>
    public float Move(float gradient, ref float first, ref float second)
    {
        first = (first * First) + (gradient * (1 - First));
        second = (second * Second) + (gradient * gradient * (1 - Second));
        return first * FirstScale * Rate / (MathF.Sqrt(second * SecondScale) + Least);
    }

    /// <summary>The steps of a training, one after the other.</summary>
    internal sealed class Schedule(double rate, long count)
    {
        private const double LastRate = 0.02;

        private long _done;
        private double _first = 1;
        private double _second = 1;

        /// <summary>The next step: the whole rate in the first half, and then less and less.</summary>
        public AdamStep Next()
        {
            _done++;
            _first *= First;
            _second *= Second;
            double late = Math.Max(0, (2.0 * _done / count) - 1);
            return new AdamStep(
                (float)(rate * (1 - ((1 - LastRate) * late))), (float)(1 / (1 - _first)), (float)(1 / (1 - _second)));
        }
    }
}

using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>Answers many samples, one by one or on several threads.</summary>
internal static class SampleAnswers
{
    /// <summary>Answers each sample separately. All are checked before the first is answered.</summary>
    /// <param name="plan">The plan that the samples must fit.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0.</param>
    /// <param name="answer">Answers a sample; thread-safe unless there is one thread.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">Samples are numbers or bytes, but the layer has no retina.</exception>
    public static TAnswer[] Of<TAnswer>(AddressPlan plan, SampleBatch samples, int maxDegreeOfParallelism, Func<Sample, TAnswer> answer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxDegreeOfParallelism);
        plan.ThrowIfNotSamples(samples);
        var answers = new TAnswer[samples.Count];
        if (maxDegreeOfParallelism == 1)
        {
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i] = answer(samples[i]);
            }
        }
        else
        {
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = maxDegreeOfParallelism };
            FirstFailure.Of(() => Parallel.For(0, answers.Length, parallel, i => answers[i] = answer(samples[i])));
        }

        return answers;
    }

    /// <summary>Throws if there is not one label or target for each sample.</summary>
    public static void ThrowIfNotAsMany(int samples, int others, string parameter)
    {
        if (samples != others)
        {
            throw new ArgumentException($"There are {samples} samples and {others} {parameter}: pass one for each sample.", parameter);
        }
    }
}

using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>The answers to many samples, one by one or on several threads.</summary>
internal static class SampleAnswers
{
    /// <summary>Answers each sample by itself; all are checked before the first is answered.</summary>
    /// <param name="plan">What the samples have to fit.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">On how many threads, above 0.</param>
    /// <param name="answer">Answers a sample; safe for many threads where there are several.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">Samples are of numbers or bytes and the layer has no retina.</exception>
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
            Parallel.For(
                0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism }, i => answers[i] = answer(samples[i]));
        }

        return answers;
    }

    /// <summary>Refuses batches in which not every sample has its label or target.</summary>
    public static void ThrowIfNotAsMany(int samples, int others, string parameter)
    {
        if (samples != others)
        {
            throw new ArgumentException($"There are {samples} samples and {others} {parameter}.", parameter);
        }
    }
}

using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Answers many samples by <see cref="NetworkVotes"/>: together, or few one by one.</summary>
internal static class VotedAnswers
{
    // Fewer samples are faster one by one.
    private const int FewestTogether = 64;

    /// <summary>Answers samples. All are checked before the first is answered.</summary>
    /// <param name="plan">The plan that the samples must fit.</param>
    /// <param name="votes">The votes of the network.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0.</param>
    /// <param name="one">Answers a sample.</param>
    /// <param name="together">Writes the answers of <see cref="ISlicedVotes.Size"/> samples from one on, or of those that are left.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public static TAnswer[] Of<TAnswer>(
        AddressPlan plan,
        NetworkVotes votes,
        SampleBatch samples,
        int maxDegreeOfParallelism,
        Func<Sample, TAnswer> one,
        Action<ISlicedVotes, int, TAnswer[]> together)
    {
        if (samples.Count < FewestTogether || votes.Together is not { } sliced || !sliced.CanAsk(samples[0].Kind))
        {
            return SampleAnswers.Of(plan, samples, maxDegreeOfParallelism, one);
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxDegreeOfParallelism);
        plan.ThrowIfNotSamples(samples);
        var answers = new TAnswer[samples.Count];
        FirstFailure.Of(() => Parallel.For(
            0,
            ((samples.Count - 1) / sliced.Size) + 1,
            new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism },
            part => together(sliced, part * sliced.Size, answers)));
        return answers;
    }
}

using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The votes of a network for one sample, by <see cref="TableWords"/>: in two layers, the words with the answers of the hidden tables are
/// the pattern that the output tables read.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class WordVotes
{
    // Of longer patterns, the bits of 64 tables are in so many blocks that reads of single bits are faster.
    private const int MostPatternBits = 1 << 17;

    private readonly TableWords? _hidden;
    private readonly TableWords _voting;

    /// <param name="network">The network.</param>
    /// <param name="placeOf">The place of a bit in a pattern.</param>
    public WordVotes(NetworkTables network, Func<int, int> placeOf)
    {
        _hidden = network.Wiring.OutputMapping is null ? null : new TableWords(network.Wiring.Layer.Mapping, placeOf, network.Hidden, 1);
        _voting = new TableWords(
            network.Wiring.VotingMapping, _hidden is null ? placeOf : _hidden.PlaceOf, network.Voting, network.Wiring.GroupCount);
    }

    /// <summary>Whether this is faster here than reading bit by bit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="patternBits">The number of bits of a pattern.</param>
    public static bool IsGoodFor(NetworkTables network, int patternBits) =>
        BitPicker.IsAccelerated && patternBits <= MostPatternBits && TableWords.CanBePattern(network.Wiring.HiddenCount);

    /// <summary>The number of words of a pattern, at least; what is in those without a bit that a table reads does not matter.</summary>
    public int PatternWords => (_hidden ?? _voting).PatternWords;

    /// <summary>Counts the tables of each group that answer 1.</summary>
    /// <param name="pattern">The pattern of the sample.</param>
    /// <param name="votes">A number for each group.</param>
    public void Count(ReadOnlySpan<ulong> pattern, Span<int> votes)
    {
        if (_hidden is null)
        {
            _voting.Count(pattern, votes);
            return;
        }

        Span<ulong> answers = VoteScratch.Current.Answers(Math.Max(_hidden.WordCount, _voting.PatternWords));
        _hidden.Answer(pattern, answers[.._hidden.WordCount]);
        _voting.Count(answers, votes);
    }
}

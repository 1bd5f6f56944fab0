namespace WeightlessNet.Recommenders.Weightless.Internals;

internal sealed partial class PersonalFold
{
    private const int TwicingBits = 10;

    /// <summary>
    /// The value that each rating writes: its target plus, with twicing, a part of its residual from the answer of all other ratings. Valid
    /// until the next call.
    /// </summary>
    public ReadOnlySpan<int> TargetsOf(ReadOnlySpan<FoldedRating> ratings, long center)
    {
        _cells.Address(ratings);
        if (_targets.Length < ratings.Length)
        {
            int length = Math.Max(ratings.Length, 2 * _targets.Length);
            _targets = new int[length];
            _answersOfOthers = new long[length];
        }

        Span<int> targets = _targets.AsSpan(0, ratings.Length);
        for (int i = 0; i < ratings.Length; i++)
        {
            targets[i] = ratings[i].Target;
        }

        if (_twicing > 0)
        {
            Span<long> others = _answersOfOthers.AsSpan(0, ratings.Length);
            others.Clear();
            _cells.AddAnswersOfOthers(ratings, targets, center, others);
            for (int i = 0; i < ratings.Length; i++)
            {
                long left = targets[i] - (center >> PersonalReader.CenterBits) - (others[i] >> PersonalReader.AnswerBits);
                targets[i] += (int)((left * _twicing) >> TwicingBits);
            }
        }

        return targets;
    }
}

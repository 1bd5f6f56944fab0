using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class FoldInModel
{
    private const int MostFactors = 512;
    private const double SlackOfSquares = 1e-9;
    private const double LargestSquare = 1e30;
    private const double LargestBias = 1e9;

    // Factors, the two of the biases included, and columns of the catalog, compact each; mean of all ratings, noise, number of ratings
    // that are added to a user's own for the bias, bias of a newcomer, f64 each; evidence of users, then of items: 1 with the number
    // of ratings or 0, averages, audience columns, compact each; of the users' prior, the precisions, for each part of the evidence the
    // regression, and the factors of a newcomer, f64 each; those of a new item, f64; 1, u8, and the audience, or 0, u8; the biases of the
    // items, f64; for each item 1 with ratings or 0, u8; means and mean squares of the factors of each item, f64; with an audience, the
    // evidence of each item, f64. Rows of factors and of evidence take multiples of four numbers.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)_users.Factors);
        writer.WriteCompact((ulong)_users.Columns);
        writer.Write(_target.RatingOf(0));
        writer.Write(_noise);
        writer.Write(_userShrinkage);
        writer.Write(_newcomer);
        _layout.WriteTo(writer);
        _itemLayout.WriteTo(writer);
        writer.Write(_prior.Precision);
        for (int part = 0; part < _layout.Count; part++)
        {
            writer.Write(_prior.RegressionOn(part));
        }

        writer.Write(_prior.Newcomer);
        writer.Write(_newItem);
        writer.Write((byte)(_audience is null ? 0 : 1));
        _audience?.WriteTo(writer);
        writer.Write(_biases);
        foreach (bool isKnown in _isKnown)
        {
            writer.Write((byte)(isKnown ? 1 : 0));
        }

        writer.Write(_means);
        writer.Write(_squares);
        writer.Write(_evidence);
    }

    /// <summary>Reads what was written.</summary>
    public static FoldInModel Read(SnapshotReader reader, int itemCount, RatingScale scale)
    {
        int factors = reader.ReadCompact(MostFactors);
        var users = FactorShape.OfUsers(Math.Max(2, factors), reader.ReadCompact(MostFactors));
        double[] numbers = reader.ReadFiniteDoubles(4);
        var layout = EvidenceLayout.Read(reader, MostFactors);
        var itemLayout = EvidenceLayout.Read(reader, MostFactors);
        double slack = 1e-6 * MatrixFactorizationTarget.UnitOf(scale);
        if (factors < 2 || !(numbers[0] > scale.Minimum - slack && numbers[0] < scale.Maximum + slack)
            || !(numbers[1] is > 1e-15 and < 1e15) || numbers[2] is not (0 or (>= LearnedShrinkage.Least and <= LearnedShrinkage.Most))
            || !(Math.Abs(numbers[3]) < LargestBias) || layout.Averages > users.Stride)
        {
            throw reader.Invalid("the numbers of a factorization do not go together");
        }

        FactorPrior prior = new(users, layout, 1);
        MatrixFactorizationModel.ReadPositive(reader, users.Stride).CopyTo(prior.Precision);
        for (int part = 0; part < layout.Count; part++)
        {
            MatrixFactorizationModel.ReadBounded(reader, users.Stride).CopyTo(prior.RegressionOn(part));
        }

        MatrixFactorizationModel.ReadBounded(reader, users.Stride).CopyTo(prior.Newcomer);
        double[] newItem = MatrixFactorizationModel.ReadBounded(reader, users.Stride);
        Audience? audience = reader.ReadBoolean() ? Audience.Read(reader, itemLayout.AudienceColumns) : null;
        if (layout.AudienceColumns != (audience is null ? 0 : itemLayout.AudienceColumns))
        {
            throw reader.Invalid("the audience and the parts of the evidence do not go together");
        }

        double[] biases = MatrixFactorizationModel.ReadBounded(reader, itemCount);
        bool[] isKnown = reader.ReadArray(itemCount, static reader => reader.ReadBoolean());
        double[] means = MatrixFactorizationModel.ReadBounded(reader, (long)itemCount * users.Stride);
        double[] squares = reader.ReadFiniteDoubles(means.Length);
        double[] evidence = audience is null ? [] : MatrixFactorizationModel.ReadBounded(reader, (long)itemCount * itemLayout.Stride);
        for (int at = 0; at < means.Length; at++)
        {
            if (isKnown[at / users.Stride]
                && (!(squares[at] >= means[at] * means[at] * (1 - SlackOfSquares)) || !(squares[at] < LargestSquare)))
            {
                throw reader.Invalid("a mean square is below the square of the mean, or too high");
            }
        }

        return new FoldInModel(
            scale,
            new MatrixFactorizationTarget(numbers[0], MatrixFactorizationTarget.UnitOf(scale)),
            (numbers[1], numbers[2]),
            (users, prior, layout),
            (itemLayout, isKnown, means, squares, evidence),
            (biases, newItem, numbers[3]),
            audience);
    }
}

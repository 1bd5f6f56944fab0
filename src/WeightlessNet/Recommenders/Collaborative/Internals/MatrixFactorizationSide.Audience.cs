using System.Numerics;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class MatrixFactorizationSide
{
    /// <summary>The audience columns among the evidence of a member for whom there is room.</summary>
    public Span<double> AudienceOf(int id) => EvidenceOf(id).Slice(_layout.AudienceAt, _layout.AudienceColumns);

    /// <summary>
    /// Solves for the audience columns of a member again if they are due: at each of the first ratings, later whenever their number has
    /// grown by about an eighth.
    /// </summary>
    /// <param name="id">The member, which has ratings.</param>
    /// <param name="audience">The scales of both sides' columns.</param>
    /// <param name="other">The other side.</param>
    public void RefreshAudience(int id, Audience audience, MatrixFactorizationSide other)
    {
        UserRatings entries = Log.OfUser(id);
        int step = 1 << BitOperations.Log2((uint)Math.Max(1, entries.Length / 8));
        if (_layout.AudienceColumns == 0 || other._layout.AudienceColumns == 0 || entries.Length % step != 0)
        {
            return;
        }

        Span<int> others = OwnScratch.OthersOf(entries);
        (AudienceScale own, AudienceScale otherScale) =
            _shape.Constant == 1 ? (audience.Users, audience.Items) : (audience.Items, audience.Users);
        _audience ??= new AudienceSystem(_layout.AudienceColumns);
        _audience.Solve(own, otherScale, other._evidence, other._layout, others, AudienceOf(id));
    }

    /// <summary>Copies the audience columns of all members that there is room for on both sides.</summary>
    public void CopyAudience(SideStart from)
    {
        EvidenceLayout layout = from.Layout;
        for (int id = 0; id < Math.Min(_capacity, from.Evidence.Length / layout.Stride); id++)
        {
            from.Evidence.AsSpan((id * layout.Stride) + layout.AudienceAt, layout.AudienceColumns).CopyTo(AudienceOf(id));
        }
    }

    /// <summary>Sets the columns of all members.</summary>
    /// <param name="columns">The columns, member after member.</param>
    public void SetColumns(ReadOnlySpan<double> columns)
    {
        for (int id = 0; id < columns.Length / _shape.Columns; id++)
        {
            Span<double> means = MeansOf(id)[_shape.ColumnsAt..];
            Span<double> squares = SquaresOf(id)[_shape.ColumnsAt..];
            columns.Slice(id * _shape.Columns, _shape.Columns).CopyTo(means);
            for (int column = 0; column < _shape.Columns; column++)
            {
                squares[column] = means[column] * means[column];
            }
        }
    }

    /// <summary>What another training begins with, without the evidence.</summary>
    public SideStart Start() => new(
        _layout, Prior, [.. Enumerable.Range(0, Log.UserCount).Select(id => !Log.OfUser(id).IsEmpty)], _means, _squares, []);

    /// <summary>What another training begins with.</summary>
    public SideStart StartWithEvidence() => Start() with { Evidence = _evidence };

    /// <summary>
    /// Takes the prior of another side of the same shape and layout, and the learned factors of the members that have ratings on both.
    /// </summary>
    public void StartFrom(SideStart from)
    {
        Prior.CopyFrom(from.Prior);
        for (int id = 0; id < Math.Min(Log.UserCount, from.IsKnown.Length); id++)
        {
            if (from.IsKnown[id] && !Log.OfUser(id).IsEmpty)
            {
                int first = id * _shape.Stride;
                int learned = _shape.SystemSize;
                from.Means.AsSpan(first, learned).CopyTo(MeansOf(id));
                from.Squares.AsSpan(first, learned).CopyTo(SquaresOf(id));
            }
        }
    }
}

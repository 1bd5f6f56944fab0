using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The audience columns: who rates what, whatever the ratings, as factors of an implicit factorization of all ratings (Hu, Koren and
/// Volinsky, ICDM 2008), each scaled to a mean square of 1.
/// </summary>
/// <remarks>Immutable; <see cref="Solve"/> may be called from many threads.</remarks>
internal sealed class Audience
{
    // A solution of stored numbers may be arbitrarily large.
    private const double MaximumColumn = 1e6;

    private readonly int _factors;

    /// <summary>Creates the columns of stored numbers.</summary>
    public Audience(int factors, AudienceScale users, AudienceScale items)
    {
        _factors = factors;
        Users = users;
        Items = items;
    }

    /// <summary>The scale of the users' columns.</summary>
    public AudienceScale Users { get; }

    /// <summary>The scale of the items' columns.</summary>
    public AudienceScale Items { get; }

    // Scales of the users' columns, f64 each; the sums of the products of their factors, row after row, f64 each; those of the items.
    public void WriteTo(SnapshotWriter writer)
    {
        foreach (AudienceScale scale in (ReadOnlySpan<AudienceScale>)[Users, Items])
        {
            writer.Write(scale.Scales);
            writer.Write(MemoryMarshal.Cast<Vector256<double>, double>(scale.Gram));
        }
    }

    public static Audience Read(SnapshotReader reader, int factors) => new(factors, ReadScale(reader, factors), ReadScale(reader, factors));

    private static AudienceScale ReadScale(SnapshotReader reader, int factors)
    {
        double[] scales = MatrixFactorizationModel.ReadPositive(reader, factors);
        var gram = new Vector256<double>[factors * NormalEquations.VectorsFor(factors)];
        Span<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(gram.AsSpan());
        MatrixFactorizationModel.ReadBounded(reader, numbers.Length).CopyTo(numbers);
        return new AudienceScale(scales, gram);
    }

    /// <summary>Trains on all ratings of the logs, and sets the columns of all members that have any ratings.</summary>
    /// <param name="users">The users.</param>
    /// <param name="items">The items.</param>
    /// <param name="seed">The seed of the items' first factors.</param>
    /// <param name="warm">An audience whose items' columns are already set as the ones to begin with, if any.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static Audience Train(
        MatrixFactorizationSide users, MatrixFactorizationSide items, ulong seed, Audience? warm, CancellationToken cancellationToken)
    {
        int factors = items.Layout.AudienceColumns;
        AudienceFactors trained = warm is null
            ? AudienceFactors.Train(users.Log, items.Log, factors, seed, 1, cancellationToken)
            : AudienceFactors.TrainFrom(
                users.Log,
                items.Log,
                factors,
                (item, start) => warm.Items.ToFactors(items.AudienceOf(item), start),
                1,
                cancellationToken);
        return Of(trained, users, items);
    }

    /// <summary>Sets the columns of all members that have any ratings to trained factors of these ratings.</summary>
    public static Audience Of(AudienceFactors trained, MatrixFactorizationSide users, MatrixFactorizationSide items) =>
        new(trained.FactorCount, Set(users, trained.UserIds, trained.Users), Set(items, trained.ItemIds, trained.Items));

    /// <summary>Solves for the columns of a member of one side, given those of the other.</summary>
    /// <param name="scale">The scale of the member's columns.</param>
    /// <param name="otherScale">The scale of the other side's columns.</param>
    /// <param name="evidence">The evidence of all members of the other side.</param>
    /// <param name="layout">The layout of that evidence.</param>
    /// <param name="others">The members of the other side that the member rates, or that rate it.</param>
    /// <param name="columns">Where to write the columns: 0 where they cannot be told.</param>
    public void Solve(
        AudienceScale scale,
        AudienceScale otherScale,
        ReadOnlySpan<double> evidence,
        EvidenceLayout layout,
        ReadOnlySpan<int> others,
        Span<double> columns)
    {
        int width = NormalEquations.VectorsFor(_factors);
        var factors = new Vector256<double>[(others.Length + 1) * width];
        Span<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(factors.AsSpan());
        int[] members = new int[others.Length];
        for (int index = 0; index < others.Length; index++)
        {
            members[index] = index;
            ReadOnlySpan<double> known = evidence.Slice((others[index] * layout.Stride) + layout.AudienceAt, _factors);
            otherScale.ToFactors(known, numbers.Slice(index * width * OuterProducts.Lanes, _factors));
        }

        NormalEquations equations = new(_factors);
        equations.Begin(otherScale.Gram);
        equations.AddRidge(AudienceFactors.Regularization);
        equations.Add(factors, members, AudienceFactors.Confidence, 1 + AudienceFactors.Confidence);
        Span<Vector256<double>> solution = factors.AsSpan(others.Length * width, width);
        equations.Solve(solution);
        scale.ToColumns(numbers.Slice(others.Length * width * OuterProducts.Lanes, _factors), columns);
        foreach (double column in columns)
        {
            if (!(Math.Abs(column) <= MaximumColumn))
            {
                columns.Clear();
                return;
            }
        }
    }

    private static AudienceScale Set(MatrixFactorizationSide side, int[] ids, ImplicitFactors factors)
    {
        var scale = AudienceScale.Of(factors);
        for (int row = 0; row < ids.Length && side.Layout.AudienceColumns > 0; row++)
        {
            scale.ToColumns(factors.NumbersOf(row), side.AudienceOf(ids[row]));
        }

        return scale;
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The audience columns: who rates what, whatever the ratings, as factors of an implicit factorization of all ratings (Hu, Koren and
/// Volinsky, ICDM 2008), each scaled to a mean square of 1.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed class Audience
{
    /// <summary>Creates the columns of stored numbers.</summary>
    public Audience(AudienceScale users, AudienceScale items)
    {
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

    public static Audience Read(SnapshotReader reader, int factors) => new(ReadScale(reader, factors), ReadScale(reader, factors));

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
            ? AudienceFactors.Train(users.Log, factors, seed, 1, cancellationToken)
            : AudienceFactors.TrainFrom(
                users.Log,
                factors,
                (item, start) => warm.Items.ToFactors(items.AudienceOf(item), start),
                1,
                cancellationToken);
        return Of(trained, users, items);
    }

    /// <summary>Sets the columns of all members that have any ratings to trained factors of these ratings.</summary>
    public static Audience Of(AudienceFactors trained, MatrixFactorizationSide users, MatrixFactorizationSide items) =>
        new(Set(users, trained.UserIds, trained.Users), Set(items, trained.ItemIds, trained.Items));

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

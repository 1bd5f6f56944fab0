using System.Globalization;
using Spectre.Console;
using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>Describes the data of the comparison.</summary>
internal static class DatasetView
{
    public static void Write(IAnsiConsole console, RatingDataset dataset, DataSource source, MetadataJoin? join)
    {
        double density = 100.0 * dataset.Ratings.Length / ((double)dataset.Movies.Count * dataset.UserIds.Count);
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{Markup.Escape(dataset.Name)}[/]: {Count.Of(dataset.Ratings.Length, "rating")} of "
            + $"{Count.Of(dataset.Movies.Count, "film")} by {Count.Of(dataset.UserIds.Count, "user")} ({density:0.0} % of all pairs)"));
        if (source.Folder is not null)
        {
            console.WriteLine($"Read from {source.Folder}");
        }

        if (dataset.DroppedRatings > 0)
        {
            console.WriteLine($"Left out: {Count.Of(dataset.DroppedRatings, "rating")} of unknown films.");
        }

        if (join == MetadataJoin.MovieIdAsTmdbId)
        {
            console.MarkupLine("[yellow]Joined as is: nearly every film has the features of some other film.[/]");
        }

        if (source.IsSynthetic)
        {
            console.MarkupLine("[yellow]This data is SYNTHETIC, a made-up world: its figures say nothing about real people.[/]");
            console.MarkupLine("[yellow]For real ratings add --download (ml-latest-small, 1 MB) or --data DIR; see --help.[/]");
        }

        console.WriteLine();
    }
}

using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class MovieLensDownloaderTests : IDisposable
{
    private const string Movies = "movieId,title,genres\n1,A (1990),War\n";
    private const string Ratings = "userId,movieId,rating\n1,1,4\n";

    private static readonly byte[] Archive = Zip(("tiny-set/", null), ("tiny-set/movies.csv", Movies), ("tiny-set/ratings.csv", Ratings));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_good_archive_is_unpacked_and_nothing_else_is_left()
    {
        using var server = new LoopbackServer(Archive);
        var progress = new RecordedProgress();

        string path = await Downloader(server, Archive).DownloadAsync(_folder.Path, progress);

        Assert.Equal(Path.Combine(_folder.Path, "tiny-set"), path);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(1, MovieLensReader.Read(path).Ratings.Length);
        Assert.Equal(1, progress.Values.Last());
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.All(progress.Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public async Task A_second_call_needs_no_network()
    {
        using var server = new LoopbackServer(Archive);
        string path = await Downloader(server, Archive).DownloadAsync(_folder.Path);
        var progress = new RecordedProgress();

        Assert.Equal(path, await Downloader(server, Archive).DownloadAsync(_folder.Path, progress));

        Assert.Equal([1.0], progress.Values);
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task A_wrong_hash_leaves_nothing_behind_and_names_both_hashes()
    {
        using var server = new LoopbackServer(Archive);
        byte[] other = [1, 2, 3];

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Downloader(server, other).DownloadAsync(_folder.Path));

        Assert.Contains(Hash(Archive), exception.Message, StringComparison.Ordinal);
        Assert.Contains(Hash(other), exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_cut_download_is_resumed_where_it_ended()
    {
        using var server = new LoopbackServer(Archive) { CutNextAfter = 100 };
        await Assert.ThrowsAsync<HttpRequestException>(() => Downloader(server, Archive).DownloadAsync(_folder.Path));
        Assert.Equal(Archive[..100], File.ReadAllBytes(Path.Combine(_folder.Path, "tiny-set.zip.part")));

        string path = await Downloader(server, Archive).DownloadAsync(_folder.Path);

        Assert.Equal([0, 100], server.Starts);
        Assert.Equal(Ratings, File.ReadAllText(Path.Combine(path, "ratings.csv")));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_server_without_ranges_sends_everything_again()
    {
        using var server = new LoopbackServer(Archive) { CutNextAfter = 100, SupportsRange = false };
        await Assert.ThrowsAsync<HttpRequestException>(() => Downloader(server, Archive).DownloadAsync(_folder.Path));

        string path = await Downloader(server, Archive).DownloadAsync(_folder.Path);

        Assert.Equal([0, 100], server.Starts);
        Assert.Equal(1, MovieLensReader.Read(path).Ratings.Length);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100_000)]
    public async Task A_part_of_another_file_is_discarded(int length)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "tiny-set.zip.part"), new byte[length]);
        using var server = new LoopbackServer(Archive);

        string path = await Downloader(server, Archive).DownloadAsync(_folder.Path);

        Assert.Equal([length, 0], server.Starts);
        Assert.Equal(1, MovieLensReader.Read(path).Ratings.Length);
    }

    [Fact]
    public async Task A_complete_archive_that_is_not_unpacked_needs_no_network()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "tiny-set.zip.part"), Archive);
        using var server = new LoopbackServer(Archive);

        string path = await Downloader(server, Archive).DownloadAsync(_folder.Path);

        Assert.Empty(server.Starts);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_cancelled_download_keeps_its_part_for_the_next_call()
    {
        using var server = new LoopbackServer(Archive) { StallAfter = 60 };
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordedProgress(_ => cancellation.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Downloader(server, Archive).DownloadAsync(_folder.Path, progress, cancellation.Token));

        Assert.Equal([Path.Combine(_folder.Path, "tiny-set.zip.part")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_clients_time_out()
    {
        using var server = new LoopbackServer(Archive) { Silent = true };
        _client.Timeout = TimeSpan.FromMilliseconds(200);

        await AssertGivenUp(Downloader(server, Archive));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up_after_the_clients_time_out_and_its_part_is_kept()
    {
        // The handler answers at once, so that only the stalled body can take as long as the time-out, however busy the machine is.
        using var handler = new StallingHandler(Archive[..60]);
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMilliseconds(200) };
        var options = new MovieLensDownloadOptions
        {
            Address = new Uri("http://localhost/tiny-set.zip"),
            Sha256 = Hash(Archive),
        };

        await AssertGivenUp(new MovieLensDownloader(client, options));

        Assert.Equal(Archive[..60], File.ReadAllBytes(Path.Combine(_folder.Path, "tiny-set.zip.part")));
    }

    private async Task AssertGivenUp(MovieLensDownloader downloader)
    {
        Task<string> download = downloader.DownloadAsync(_folder.Path);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => download.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Contains("sent nothing for 0.2 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_leaves_nothing_behind()
    {
        using var server = new LoopbackServer(Archive) { Refusal = "404 Not Found" };

        await Assert.ThrowsAsync<HttpRequestException>(() => Downloader(server, Archive).DownloadAsync(_folder.Path));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("../escaped.csv")]
    [InlineData("tiny-set/../../escaped.csv")]
    [InlineData("/escaped.csv")]
    [InlineData("..\\escaped.csv")]
    [InlineData("C:/escaped.csv")]
    [InlineData("a//escaped.csv")]
    public async Task An_entry_that_would_leave_the_folder_is_refused(string name)
    {
        byte[] archive = Zip(("tiny-set/movies.csv", Movies), ("tiny-set/ratings.csv", Ratings), (name, "escaped"));

        string message = await RefusalOf(archive);

        Assert.Contains($"'{name}' would not stay in its folder", message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "..", "escaped.csv")));
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            ZipArchiveEntry entry = zip.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using Stream target = entry.Open();
            target.Write("/etc"u8);
        }

        Assert.Contains("'link' is a link", await RefusalOf(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_unpacks_to_too_much_is_refused()
    {
        byte[] bomb = Zip(("tiny-set/movies.csv", Movies), ("tiny-set/zeros", new string('0', 1_000_000)));

        string message = await RefusalOf(bomb, new MovieLensDownloadOptions { MaximumUnpackedBytes = 500_000 });

        Assert.Contains("more than the 500000 bytes", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_too_many_entries_is_refused()
    {
        string message = await RefusalOf(Archive, new MovieLensDownloadOptions { MaximumEntries = 2 });

        Assert.Contains("at most 2 entries, not 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_is_too_large_is_refused()
    {
        string message = await RefusalOf(Archive, new MovieLensDownloadOptions { MaximumArchiveBytes = 100 });

        Assert.Contains("larger than the 100 bytes", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_occurs_twice_is_refused() =>
        Assert.Contains("two entries 'a'", await RefusalOf(Zip(("a", "1"), ("a", "2"))), StringComparison.Ordinal);

    [Fact]
    public async Task An_archive_of_other_files_is_refused() =>
        Assert.Contains("does not contain a MovieLens dataset", await RefusalOf(Zip(("notes.txt", "hello"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_no_archive_is_refused() => Assert.NotEmpty(await RefusalOf(Encoding.ASCII.GetBytes("not a zip")));

    [Fact]
    public async Task A_folder_in_the_way_is_left_alone()
    {
        string inTheWay = Directory.CreateDirectory(Path.Combine(_folder.Path, "tiny-set")).FullName;
        using var server = new LoopbackServer(Archive);

        await Assert.ThrowsAsync<IOException>(() => Downloader(server, Archive).DownloadAsync(_folder.Path));

        Assert.True(Directory.Exists(inTheWay));
        Assert.Empty(server.Starts);
    }

    [Fact]
    public async Task A_second_download_to_the_same_folder_fails_while_the_first_runs()
    {
        using var server = new LoopbackServer(Archive) { StallAfter = 60 };
        using var cancellation = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        Task<string> first = Downloader(server, Archive).DownloadAsync(
            _folder.Path, new RecordedProgress(_ => started.TrySetResult()), cancellation.Token);
        await started.Task;

        await Assert.ThrowsAsync<IOException>(() => Downloader(server, Archive).DownloadAsync(_folder.Path));

        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Theory]
    [InlineData("https://example.org/set.zip", "abc")]
    [InlineData("https://example.org/set.zip", "g96d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436")]
    [InlineData("ftp://example.org/set.zip", null)]
    [InlineData("https://example.org/", null)]
    [InlineData("https://example.org/..zip", null)]
    [InlineData("https://example.org/a%2F..%2Fb.zip", null)]
    public void A_wrong_option_is_refused(string address, string? hash)
    {
        var options = new MovieLensDownloadOptions { Address = new Uri(address) };

        Assert.Throws<ArgumentException>(
            "options", () => new MovieLensDownloader(_client, hash is null ? options : options with { Sha256 = hash }));
    }

    [Fact]
    public void The_defaults_are_those_of_GroupLens()
    {
        var options = new MovieLensDownloadOptions();

        Assert.Equal("https://files.grouplens.org/datasets/movielens/ml-latest-small.zip", options.Address.AbsoluteUri);
        Assert.NotNull(new MovieLensDownloader());
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovieLensDownloader(_client, options with { MaximumEntries = 0 }));
    }

    // The message that refuses an archive of the right hash. No file of it may remain.
    private async Task<string> RefusalOf(byte[] archive, MovieLensDownloadOptions? options = null)
    {
        using var server = new LoopbackServer(archive);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => Downloader(server, archive, options).DownloadAsync(_folder.Path));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        return exception.Message;
    }

    private MovieLensDownloader Downloader(LoopbackServer server, byte[] expected, MovieLensDownloadOptions? options = null) =>
        new(_client, (options ?? new MovieLensDownloadOptions()) with { Address = server.Address, Sha256 = Hash(expected) });

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Zip(params (string Name, string? Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, string? text) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text ?? ""));
            }
        }

        return stream.ToArray();
    }

    /// <summary>Keeps the reports, at once and in order, which <see cref="Progress{T}"/> does not.</summary>
    private sealed class RecordedProgress(Action<double>? then = null) : IProgress<double>
    {
        public ConcurrentQueue<double> Values { get; } = new();

        public void Report(double value)
        {
            Values.Enqueue(value);
            then?.Invoke(value);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>A model that was written as C, compiled without a warning into a program that reads samples and prints answers.</summary>
internal sealed class CompiledC : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CompiledC(SourceCase source)
        : this(source.WriteC, source.WriteCHeader, ProgramFor(source.Labels[0], source.Numbering))
    {
    }

    /// <param name="writeC">Writes the file.</param>
    /// <param name="writeCHeader">Writes its header.</param>
    /// <param name="main">The program, which includes "network.h".</param>
    /// <param name="options">Further options of the compiler.</param>
    public CompiledC(Action<TextWriter, string> writeC, Action<TextWriter, string> writeCHeader, string main, params string[] options)
    {
        _folder.With("network.c", SourceCase.TextOf(writeC, "network"), Encoding.ASCII);
        _folder.With("network.h", SourceCase.TextOf(writeCHeader, "network"), Encoding.ASCII);
        _folder.With("main.c", main, Encoding.ASCII);
        string[] all = ["-O3", "-Wall", "-Wextra", "-pedantic", "-std=c99", "-Werror", .. options, "network.c", "main.c", "-o", "network"];
        string messages = Run(Compiler!, all, []);
        Assert.Empty(messages);
    }

    /// <summary>The compiler; null if there is none.</summary>
    public static string? Compiler { get; } = OperatingSystem.IsWindows()
        ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(static folder => (string[])[Path.Combine(folder, "gcc"), Path.Combine(folder, "clang")])
            .FirstOrDefault(File.Exists);

    /// <summary>The labels: numbers, or the bytes of texts in hexadecimal digits.</summary>
    public string[] Labels() => Lines("labels", []);

    /// <summary>The answers as those of <see cref="SourceCase"/>.</summary>
    /// <param name="kind">"numbers", "bytes" or "patterns".</param>
    /// <param name="samples">The samples, one after the other.</param>
    public int[][] Answers<T>(string kind, T[] samples)
        where T : unmanaged =>
    [
        .. Lines(kind, MemoryMarshal.AsBytes<T>(samples).ToArray())
            .Select(static line => line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray()),
    ];

    /// <summary>The lines that the program prints.</summary>
    /// <param name="kind">Its argument.</param>
    /// <param name="input">What it reads.</param>
    public string[] Lines(string kind, byte[] input)
    {
        string output = Run(Path.Combine(_folder.Path, "network"), [kind], input);
        return output.Length == 0 ? [] : output[..^1].Split('\n');
    }

    public void Dispose() => _folder.Dispose();

    private static string ProgramFor(object label, string numbering) => $$"""
        #include <inttypes.h>
        #include <stdio.h>
        #include "network.h"
        #include "network.h"

        #define ASK(suffix, type, width) \
            static type sample[width]; \
            int32_t votes[NETWORK_CLASSES]; \
            while (fread(sample, sizeof sample, 1, stdin) == 1) { \
                network_{{numbering}}##suffix(sample, votes); \
                for (int c = 0; c < NETWORK_CLASSES; c++) { \
                    printf("%" PRId32 " ", votes[c]); \
                } \
                printf("%d\n", network_classify##suffix(sample)); \
            }

        int main(int count, char **arguments)
        {
            char kind = count > 1 ? arguments[1][0] : 0;
            if (kind == 'p') {
                ASK(_bits, uint64_t, NETWORK_WORDS)
            }
        #ifdef NETWORK_FEATURES
            if (kind == 'n') {
                ASK(, double, NETWORK_FEATURES)
            }
            if (kind == 'b') {
                ASK(_bytes, uint8_t, NETWORK_FEATURES)
            }
        #endif
            if (kind == 'l') {
                for (int c = 0; c < NETWORK_CLASSES; c++) {
                    {{PrinterOf(label)}}
                    printf("\n");
                }
            }
            return 0;
        }

        """;

    private static string PrinterOf(object label) => label switch
    {
        string or Enum => "for (const char *letter = network_labels[c]; *letter; letter++) printf(\"%02x\", (unsigned char)*letter);",
        ulong => "printf(\"%\" PRIu64, network_labels[c]);",
        bool => "",
        _ => "printf(\"%\" PRId64, (int64_t)network_labels[c]);",
    };

    private string Run(string program, string[] arguments, byte[] input)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && errors.Result.Length == 0, errors.Result);
        return output.Result;
    }
}

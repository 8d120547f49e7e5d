package input

import (
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// find yields the files that the paths lead to.
func find(paths []string, skipped func(string)) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, path := range paths {
			for _, p := range expand(path) {
				if !walk(p, skipped, yield) {
					return
				}
			}
		}
	}
}

// expand returns what a glob matches, and any other path as it is.
func expand(path string) []string {
	if path == "-" || isAddress(path) || !strings.ContainsAny(path, "*?[") {
		return []string{path}
	}
	if _, err := os.Lstat(path); err == nil {
		return []string{path}
	}
	if matches, err := filepath.Glob(path); err == nil && len(matches) > 0 {
		return matches
	}
	return []string{path}
}

// walk yields path, or the files to read in it if it is a folder. It reports
// whether the consumer wants more.
func walk(path string, skipped func(string), yield func(string, error) bool) bool {
	if path == "-" || isAddress(path) {
		return yield(path, nil)
	}
	fail := func(path string, err error) bool {
		return yield("", (&source{path: path}).error(0, err))
	}
	info, err := os.Stat(path)
	if err != nil {
		return fail(path, err)
	}
	if !info.IsDir() {
		return yield(path, nil)
	}
	more := true
	root := path + string(filepath.Separator) // so that a link to a folder is followed
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		p = filepath.Join(p)
		hidden := strings.HasPrefix(filepath.Base(p), ".") && p != filepath.Join(root)
		switch {
		case err != nil:
			more = fail(p, err)
		case hidden && d.IsDir():
			return fs.SkipDir
		case d.IsDir():
		case hidden || !regular(p, d) || !readable(p):
			if skipped != nil {
				skipped(p)
			}
		default:
			more = yield(p, nil)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && more {
		return fail(path, err)
	}
	return more
}

// regular reports whether a folder's entry is a regular file or a link to one, or
// to nothing, which reading will report.
func regular(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// common are the extensions that files of many kinds have.
var common = []string{".json", ".xml"}

// readable reports whether a file in a folder is of a kind that is read, by its
// extension, else by its first bytes. What cannot be opened is: reading will
// report it.
func readable(path string) bool {
	ext := extension(path)
	if byExtension(path) != nil && !slices.Contains(common, ext) {
		return true
	}
	if ext != "" && !slices.Contains(common, ext) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return true
	}
	defer f.Close()
	body, err := decompress(f, zipped(path))
	if err != nil {
		return zipped(path)
	}
	defer body.Close()
	return byContent(body.Reader) != nil
}
